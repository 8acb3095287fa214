"""The status file: the current state of every process, replaced atomically on each change."""

import json
import os
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from flowforge_cli.supervision.plan import Plan

PartState = Literal["waiting", "starting", "running", "restarting", "stopping", "stopped"]
PlatformState = Literal["starting", "running", "stopping", "failed"]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class PartStatus:
    """State of one process. *problem* and *tail* (the last log lines) describe its last failure."""

    name: str
    state: PartState
    log: str
    port: int | None = None
    pid: int | None = None
    since: str | None = None
    restarts: int = 0
    problem: str | None = None
    tail: tuple[str, ...] = ()


@dataclass
class StatusFile:
    """The platform's status, in memory and in the file *path*."""

    path: Path
    address: str
    supervisor: int = field(default_factory=os.getpid)
    state: PlatformState = "starting"
    since: str = field(default_factory=_now)
    problem: str | None = None
    parts: dict[str, PartStatus] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan) -> "StatusFile":
        """Create the status with every process waiting."""
        status_file = cls(Path(plan.status), plan.address)
        status_file.parts = {it.name: PartStatus(it.name, "waiting", it.log, it.port) for it in plan.parts}
        status_file.write()
        return status_file

    def show(self, name: str, state: PartState, **changes: Any) -> None:
        """Update the status of one process."""
        self.parts[name] = replace(self.parts[name], state=state, since=_now(), **changes)
        self.write()

    def update_platform(self, state: PlatformState, problem: str | None = None) -> None:
        """Update the status of the platform."""
        self.state, self.problem, self.since = state, problem or self.problem, _now()
        self.write()

    def write(self) -> None:
        """Replace the file atomically."""
        content = {
            "state": self.state,
            "address": self.address,
            "supervisor": self.supervisor,
            "since": self.since,
            "problem": self.problem,
            "parts": [asdict(part) for part in self.parts.values()],
        }
        temporary = self.path.with_name(f".{self.path.name}.new")
        temporary.write_text(json.dumps(content))
        temporary.chmod(0o600)
        temporary.replace(self.path)
