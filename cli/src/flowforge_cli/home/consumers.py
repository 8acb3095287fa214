"""Edit consumers and apply the change to the gateway."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flowforge_cli.home.folder import Home
from flowforge_cli.home.limits import write_limits
from flowforge_cli.home.secret_files import OWNER_ONLY, gateway_secret, valkey_password
from flowforge_gateway import ConsumerStore, push_to_kong, render

KONG_ADMIN = "FLOWFORGE_KONG_ADMIN"


def open_consumers(home: Home) -> ConsumerStore:
    """Return the consumer store, for reading."""
    return ConsumerStore(home.consumers)


@contextmanager
def edit_consumers(home: Home) -> Iterator[ConsumerStore]:
    """Edit consumers in the context. On success every running gateway gets the change.

    The embedded gateway watches the rendered file; a Kong is told where FLOWFORGE_KONG_ADMIN names one.
    """
    with _alone(home.path / ".consumers-change.lock"):
        yield ConsumerStore(home.consumers)
        publish(home)


def publish(home: Home) -> datetime | None:
    """Render the gateway's file. Returns when the next credential expires."""
    rendered = render(
        home.consumers,
        home.gateway_file,
        gateway_secret=gateway_secret(home),
        redis_password=valkey_password(home),
    )
    write_limits(home)
    if admin := os.environ.get(KONG_ADMIN):
        push_to_kong(rendered.path, admin_url=admin)
    return rendered.next_expiry


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    # Rendering reads and writes: of two commands at once, the older state must not win.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
