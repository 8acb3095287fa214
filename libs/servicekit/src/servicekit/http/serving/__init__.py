"""Serving of one operation from request to response, with the state of the running service."""
