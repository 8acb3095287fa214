"""The key of the consumer `demo`: made at the first start, kept so that later starts can show it again."""

from flowforge_cli.home.consumers import changing, consumers_of
from flowforge_cli.home.folder import Home
from flowforge_cli.home.secret_files import write_privately

DEMO = "demo"
DEMO_TIER = "basic"


def demo_key(home: Home) -> str | None:
    """Return the demo key; make consumer and key if there never were any. None once it was revoked."""
    exists = any(consumer.name == DEMO for consumer in consumers_of(home).list())
    kept = home.demo_key.read_text().strip() if home.demo_key.exists() else None
    if exists or kept is not None:
        return kept if exists and kept else None
    with changing(home) as consumers:
        key = consumers.add(DEMO, tier=DEMO_TIER).key
        keep_demo_key(home, key)
    return key


def keep_demo_key(home: Home, key: str) -> None:
    """Remember a new key of `demo`; an empty one says that it was revoked and is not to be made again."""
    write_privately(home.demo_key, key + "\n")
