"""All dashboards, by the name of their file."""

from tools.dashboards.models_jobs_files import MODELS_JOBS_FILES
from tools.dashboards.overview import OVERVIEW
from tools.dashboards.panels import Dashboard
from tools.dashboards.services import SERVICES

DASHBOARDS: dict[str, Dashboard] = {
    "overview.json": OVERVIEW,
    "services.json": SERVICES,
    "models-jobs-files.json": MODELS_JOBS_FILES,
}
