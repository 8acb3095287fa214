"""The ASGI application: `uvicorn flowforge_vector.app:app`."""

from flowforge_vector import operations
from flowforge_vector.resources import vectors
from flowforge_vector.settings import VectorSettings
from servicekit import create_service

app = create_service("vector", operations, settings=VectorSettings, resources=[vectors])
