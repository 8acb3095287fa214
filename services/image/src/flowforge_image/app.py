"""The ASGI application: `uvicorn flowforge_image.app:app`."""

from flowforge_image import operations
from flowforge_image.settings import ImageSettings
from servicekit import create_service

app = create_service("image", operations, settings=ImageSettings)
