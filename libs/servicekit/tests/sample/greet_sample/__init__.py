"""A service of one operation that uses FastAPI's own markers, and of what FastAPI users add."""
