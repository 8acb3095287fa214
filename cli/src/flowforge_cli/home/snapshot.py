"""Read the supervisor's status file."""

import json
from dataclasses import dataclass
from typing import Any

from flowforge_cli.errors import NotRunning
from flowforge_cli.home.folder import Home
from flowforge_cli.invocation import flowforge
from flowforge_cli.supervision.lock import is_held
from flowforge_cli.supervision.status_file import PartStatus, PlatformState


@dataclass(frozen=True)
class Snapshot:
    """Status of the platform. *problem* is the process that prevented the start."""

    state: PlatformState
    address: str
    supervisor: int
    since: str
    problem: str | None
    parts: tuple[PartStatus, ...]

    @property
    def unhealthy(self) -> tuple[PartStatus, ...]:
        """Return the processes that are not running."""
        return tuple(part for part in self.parts if part.state != "running")


def read_snapshot(home: Home) -> Snapshot | None:
    """Return the last written status; None if there is none."""
    try:
        content: dict[str, Any] = json.loads(home.status.read_bytes())
    except FileNotFoundError:
        return None
    parts = tuple(PartStatus(**{**part, "tail": tuple(part["tail"])}) for part in content.pop("parts"))
    return Snapshot(**content, parts=parts)


def running_platform(home: Home) -> Snapshot:
    """Return the status of the running platform. Raises NotRunning."""
    snapshot = read_snapshot(home) if is_held(home.lock) else None
    if snapshot is None:
        raise NotRunning(f"the platform in {home.path} is not running: '{flowforge()} up' starts it")
    return snapshot
