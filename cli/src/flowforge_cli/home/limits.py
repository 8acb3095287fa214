"""The daily limits of consumers as a rule file of Prometheus, which compares their use with it."""

import json
from collections.abc import Iterable

from flowforge_cli.home.folder import Home
from flowforge_cli.home.secret_files import write_private_file
from flowforge_gateway import Consumer, ConsumerStore, load_tiers

_READABLE = 0o644  # names and numbers; Prometheus runs as another user
_ENTERED = 0o755
_NAME = "consumers.yml"


def write_limits(home: Home) -> None:
    """Write the file beside the gateway's, if it changes."""
    folder = home.path / "limits"
    folder.mkdir(exist_ok=True)
    folder.chmod(_ENTERED)
    path, text = folder / _NAME, limits_of(ConsumerStore(home.consumers).list())
    if not path.exists() or path.read_text() != text:
        write_private_file(path, text)
        path.chmod(_READABLE)


def limits_of(consumers: Iterable[Consumer]) -> str:
    """Return one recording rule for each consumer, in JSON, which YAML contains."""
    days = {tier.name: _day_of(tier.plugins) for tier in load_tiers()}
    rules = [
        {
            "record": "flowforge_consumer_day_limit",
            "expr": f"vector({days[one.tier]})",
            "labels": {"consumer": one.name, "tier": one.tier},
        }
        for one in consumers
    ]
    return json.dumps({"groups": [{"name": "consumers", "rules": rules}]}, indent=1) + "\n"


def _day_of(plugins: Iterable[dict[str, object]]) -> int:
    """Return the requests of a day that the plugins of a tier allow."""
    configured = [plugin["config"] for plugin in plugins if plugin["name"] == "rate-limiting"]
    days = [int(one["day"]) for one in configured if isinstance(one, dict) and "day" in one]
    return min(days)
