"""The processes that the supervisor runs. A plan has secrets: it is passed through a pipe, never stored."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Probe:
    """Readiness probe: connect to *address*, send *send*, and expect *expect* in the response.

    *address* is a loopback port or the path of a Unix socket.
    """

    address: int | str
    send: str = ""
    expect: str = ""


@dataclass(frozen=True)
class Part:
    """One process. The processes of a stage start together, after those of earlier stages."""

    name: str
    stage: int
    argv: tuple[str, ...]
    environment: dict[str, str]
    probe: Probe
    log: str
    port: int | None = None
    essential: bool = False  # the platform does not come up without it
    start_seconds: float = 60.0
    stop_seconds: float = 15.0


@dataclass(frozen=True)
class Plan:
    """All processes, and the lock and status files of the supervisor."""

    address: str
    lock: str
    status: str
    parts: tuple[Part, ...]


def http_probe(port: int, path: str, expect: str = "HTTP/1.1 200") -> Probe:
    """Return a probe that requests *path* from a loopback HTTP server."""
    request = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"
    return Probe(port, request, expect)


def to_json(plan: Plan) -> str:
    """Write *plan* as `from_json` reads it."""
    return json.dumps(asdict(plan))


def from_json(text: str) -> Plan:
    """Read what `to_json` wrote."""
    content = json.loads(text)
    parts = tuple(
        Part(**{**part, "argv": tuple(part["argv"]), "probe": Probe(**part["probe"])})
        for part in content.pop("parts")
    )
    return Plan(**content, parts=parts)


def log_of(part: Part) -> Path:
    """Return the path of the process's log."""
    return Path(part.log)
