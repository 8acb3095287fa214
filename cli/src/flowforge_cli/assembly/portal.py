"""The portal: it shows the services that are started."""

import json
from collections.abc import Mapping

SERVICE = "portal"


def portal_settings(addresses: Mapping[str, int]) -> dict[str, str]:
    """Return the settings of the portal. *addresses* maps services to ports."""
    services = {name: f"http://127.0.0.1:{port}" for name, port in addresses.items()}
    return {"FLOWFORGE_PORTAL_SERVICES": json.dumps(services)}
