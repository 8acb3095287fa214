"""The services of the platform: their documents, collected while the portal runs."""

from flowforge_portal.core.platform.platform import Platform
from flowforge_portal.core.platform.snapshot import Snapshot

__all__ = ["Platform", "Snapshot"]
