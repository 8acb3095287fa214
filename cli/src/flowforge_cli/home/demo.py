"""The API key of the consumer `demo`, created at the first start and shown at each start."""

from flowforge_cli.home.consumers import edit_consumers, open_consumers
from flowforge_cli.home.folder import Home
from flowforge_cli.home.secret_files import write_private_file

DEMO = "demo"
DEMO_TIER = "basic"


def demo_key(home: Home) -> str | None:
    """Return the demo key, creating it at the first start. None after it was revoked."""
    exists = any(consumer.name == DEMO for consumer in open_consumers(home).list())
    kept = home.demo_key.read_text().strip() if home.demo_key.exists() else None
    if exists or kept is not None:
        return kept if exists and kept else None
    with edit_consumers(home) as consumers:
        key = consumers.add(DEMO, tier=DEMO_TIER).key
        keep_demo_key(home, key)
    return key


def keep_demo_key(home: Home, key: str) -> None:
    """Store a new key of `demo`. An empty one means revoked: it is not created again."""
    write_private_file(home.demo_key, key + "\n")
