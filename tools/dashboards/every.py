"""All dashboards, by the name of their file."""

from tools.dashboards.gateway import GATEWAY
from tools.dashboards.models_jobs_files import MODELS_JOBS_FILES
from tools.dashboards.overview import OVERVIEW
from tools.dashboards.panels import Dashboard
from tools.dashboards.services import SERVICES
from tools.dashboards.stores import STORES

DASHBOARDS: dict[str, Dashboard] = {
    "overview.json": OVERVIEW,
    "gateway.json": GATEWAY,
    "services.json": SERVICES,
    "stores.json": STORES,
    "models-jobs-files.json": MODELS_JOBS_FILES,
}
