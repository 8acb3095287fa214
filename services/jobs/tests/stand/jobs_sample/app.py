"""The ASGI application: `uvicorn jobs_sample.app:app`."""

from jobs_sample import operations
from servicekit import create_service

app = create_service("sample", operations)
