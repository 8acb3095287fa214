"""Read what the supervisor tells of the platform."""

import json
from dataclasses import dataclass
from typing import Any

from flowforge_cli.errors import NotRunning
from flowforge_cli.home.folder import Home
from flowforge_cli.invocation import flowforge
from flowforge_cli.supervision.board import PartStatus, PlatformState
from flowforge_cli.supervision.lock import is_held


@dataclass(frozen=True)
class Snapshot:
    """The platform at one moment. *problem* names the part for which it could not start."""

    state: PlatformState
    address: str
    supervisor: int
    since: str
    problem: str | None
    parts: tuple[PartStatus, ...]

    @property
    def ailing(self) -> tuple[PartStatus, ...]:
        """Return the parts that should run and do not."""
        return tuple(part for part in self.parts if part.state != "running")


def read_snapshot(home: Home) -> Snapshot | None:
    """Return what the last supervisor wrote, dead or alive; None if there never was one."""
    try:
        content: dict[str, Any] = json.loads(home.status.read_bytes())
    except FileNotFoundError:
        return None
    parts = tuple(PartStatus(**{**part, "tail": tuple(part["tail"])}) for part in content.pop("parts"))
    return Snapshot(**content, parts=parts)


def running_platform(home: Home) -> Snapshot:
    """Return the platform as it runs. Raises NotRunning."""
    snapshot = read_snapshot(home) if is_held(home.lock) else None
    if snapshot is None:
        raise NotRunning(f"the platform of {home.path} does not run: '{flowforge()} up' starts it")
    return snapshot
