"""The declaration that the suite runs on: kong.yml with two small tiers, a short timeout, more targets."""

import copy
from pathlib import Path
from typing import Any

import yaml

from flowforge_gateway import default_kong_file

PER_MINUTE = 5
PER_DAY = 3
PER_BURSTS = 2000  # a day; enough for a gateway that counts in blocks to do so
MEGABYTE = 1 << 20


def write_variant(path: Path) -> None:
    """Write the suite's kong.yml to *path*; only numbers and targets differ from the real one."""
    content = yaml.safe_load(default_kong_file().read_text())
    tiers = {
        entry["tier"]: entry for entry in content["_ignore"] if isinstance(entry, dict) and "tier" in entry
    }
    content["_ignore"] += [
        _tier(tiers["free"], "tiny", minute=PER_MINUTE),
        _tier(tiers["free"], "daily", minute=PER_DAY, day=PER_DAY),
        _tier(tiers["free"], "burst", minute=PER_BURSTS, day=PER_BURSTS),
    ]
    services = {service["name"]: service for service in content["services"]}
    services["math"]["read_timeout"] = services["math"]["write_timeout"] = 1000
    _plugin(services["ocr"], "request-size-limiting")["allowed_payload_size"] = 1
    upstreams = {upstream["name"]: upstream for upstream in content["upstreams"]}
    upstreams["pdf"]["targets"].append({"target": "pdf-b:3103"})
    upstreams["math"]["targets"].append({"target": "math-b:3102"})
    path.write_text(yaml.safe_dump(content, sort_keys=False))


def _tier(model: dict[str, Any], name: str, **limits: int) -> dict[str, Any]:
    tier = copy.deepcopy(model)
    tier["tier"] = name
    for plugin in tier["plugins"]:
        if plugin["name"] == "rate-limiting":
            plugin["config"].update(limits)
    return tier


def _plugin(service: dict[str, Any], name: str) -> dict[str, Any]:
    route = next(route for route in service["routes"] if route["name"] == service["name"])
    config = next(plugin["config"] for plugin in route["plugins"] if plugin["name"] == name)
    assert isinstance(config, dict)
    return config
