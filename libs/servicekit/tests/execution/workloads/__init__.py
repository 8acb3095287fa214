"""Handlers that run in worker processes under test: well-behaved, faulty and hostile ones."""
