"""Collect the OpenAPI documents of the services."""
