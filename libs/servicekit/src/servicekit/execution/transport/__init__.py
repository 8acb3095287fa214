"""Calls and results between the service and a worker process."""
