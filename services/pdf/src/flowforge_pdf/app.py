"""The ASGI application: `uvicorn flowforge_pdf.app:app`."""

from flowforge_pdf import operations
from flowforge_pdf.settings import PdfSettings
from servicekit import create_service

app = create_service("pdf", operations, settings=PdfSettings)
