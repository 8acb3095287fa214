"""Errors of requests: classes, plain messages for validation errors, and classification of exceptions."""
