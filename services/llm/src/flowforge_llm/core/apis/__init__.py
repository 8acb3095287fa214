"""Requests and results in the formats of other APIs."""
