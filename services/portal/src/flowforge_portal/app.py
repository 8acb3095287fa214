"""The ASGI application: `uvicorn flowforge_portal.app:app`."""

from flowforge_portal import operations
from flowforge_portal.core.pages import with_pages
from flowforge_portal.resources import platform
from flowforge_portal.settings import PortalSettings
from servicekit import create_service

app = with_pages(create_service("portal", operations, settings=PortalSettings, resources=[platform]))
