"""The ASGI application: `uvicorn flowforge_ocr.app:app`."""

from flowforge_ocr import operations
from flowforge_ocr.resources import engines
from flowforge_ocr.settings import OcrSettings
from servicekit import create_service

app = create_service("ocr", operations, settings=OcrSettings, resources=[engines])
