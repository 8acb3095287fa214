"""The ASGI application: `uvicorn flowforge_files.app:app`."""

from flowforge_files import operations
from flowforge_files.core.measures import MEASURES
from flowforge_files.resources import sweeper
from servicekit import create_service

app = create_service("files", operations, resources=[sweeper], measures=MEASURES)
