"""The ASGI application: `uvicorn flowforge_crypto.app:app`."""

from flowforge_crypto import operations
from servicekit import create_service

app = create_service("crypto", operations)
