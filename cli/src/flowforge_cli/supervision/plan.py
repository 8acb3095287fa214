"""What the supervisor is told to run. The plan holds secrets: it goes through a pipe, never to disk."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Probe:
    """A part is ready when it takes a connection at *address* and answers *send* with *expect*.

    *address* is a loopback port or the path of a Unix socket.
    """

    address: int | str
    send: str = ""
    expect: str = ""


@dataclass(frozen=True)
class Part:
    """One process. Parts of one stage start together, after every part of the stages before."""

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
    """All parts, and the files through which the supervisor and its observers meet."""

    address: str
    lock: str
    status: str
    parts: tuple[Part, ...]


def http_probe(port: int, path: str, expect: str = "HTTP/1.1 200") -> Probe:
    """Ask *path* of a loopback HTTP server."""
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
    """Return where the part's output goes."""
    return Path(part.log)
