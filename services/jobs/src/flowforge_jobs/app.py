"""The ASGI application: `uvicorn flowforge_jobs.app:app`."""

from flowforge_jobs import operations
from flowforge_jobs.core.measures import MEASURES
from flowforge_jobs.resources import RESOURCES
from flowforge_jobs.settings import JobsSettings
from servicekit import create_service

app = create_service("jobs", operations, settings=JobsSettings, resources=RESOURCES, measures=MEASURES)
