"""The record of jobs, open as long as the service runs, and what counts them."""

from flowforge_jobs.core.job_service import open_job_service, ping
from flowforge_jobs.core.measures import open_measuring
from servicekit import Resource

jobs = Resource("jobs", open_job_service, ping=ping)
measuring = Resource("measuring", open_measuring)
RESOURCES = (jobs, measuring)
