"""The ASGI application: `uvicorn flowforge_crypto.app:app`."""

from flowforge_crypto import operations
from flowforge_crypto.core.jose.jwks_cache import open_jwks_cache
from flowforge_crypto.settings import CryptoSettings
from servicekit import Resource, create_service

app = create_service(
    "crypto", operations, settings=CryptoSettings, resources=[Resource("jwks", open_jwks_cache)]
)
