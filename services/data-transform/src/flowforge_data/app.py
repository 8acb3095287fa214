"""The data service: `uvicorn flowforge_data.app:app`."""

from flowforge_data import operations
from servicekit import create_service

app = create_service("data", operations)
