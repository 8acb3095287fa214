"""The ASGI application of the service."""

from servicekit import create_service
from stream_sample import operations

app = create_service("stream", operations)
