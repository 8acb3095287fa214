"""Messages about processes and the platform."""

from collections.abc import Iterator
from pathlib import Path

from rich.filesize import decimal

from flowforge_cli.filestore.presence import Holdings
from flowforge_cli.home.demo import DEMO, DEMO_TIER
from flowforge_cli.home.snapshot import Snapshot
from flowforge_cli.invocation import flowforge
from flowforge_cli.supervision.status_file import PartStatus

TITLES = {"valkey": "Valkey", "authz": "decision service", "envoy": "Envoy"}
_FIRST_CALLS = {
    "crypto": ("hash", '{"text":"hello"}'),
    "math": ("evaluate", '{"expression":"2^10"}'),
    "llm": ("chat/completions", '{"messages":[{"role":"user","content":"Hello"}],"max_tokens":16}'),
}


def title(part: PartStatus) -> str:
    """Return the display name of a process."""
    return TITLES.get(part.name, part.name)


def where(part: PartStatus) -> str:
    """Return the address of a process."""
    return f"127.0.0.1:{part.port}" if part.port else "Unix socket"


def pluralized(number: int, one: str, many: str | None = None) -> str:
    """Return `1 file` or `2 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def files_summary(found: Holdings) -> str:
    """Return a summary of the stored files."""
    if found.problem is not None:
        return f"Files: {found.problem}"
    size = f", {decimal(found.bytes)}" if found.bytes else ""
    return f"Files: {pluralized(found.files or 0, 'file')}{size}, in {found.where}"


def failure_message(part: PartStatus) -> Iterator[str]:
    """Describe a failure: how the process exited, and the end of its log."""
    yield f"{title(part)} {part.problem}; the end of {part.log}:"
    yield from (f"    {line}" for line in part.tail or ("(no output)",))


def first_call(snapshot: Snapshot, key: str, authority: Path | None = None) -> str:
    """Return a curl command that works. *authority* is the CA of the gateway's certificate."""
    curl = f"curl --cacert {authority}" if authority else "curl"
    names = [part.name for part in snapshot.parts if part.state == "running"]
    for name in names:
        if name in _FIRST_CALLS:
            operation, body = _FIRST_CALLS[name]
            return (
                f"{curl} -H 'X-API-Key: {key}' -H 'Content-Type: application/json'"
                f" -d '{body}' {snapshot.address}/api/v1/{name}/{operation}"
            )
    served = next((name for name in names if name not in TITLES), "crypto")
    return f"{curl} -H 'X-API-Key: {key}' {snapshot.address}/api/v1/{served}/health"


def welcome_message(snapshot: Snapshot, key: str | None, authority: Path | None = None) -> Iterator[str]:
    """Describe how to call the platform: address, key and an example."""
    for part in snapshot.unhealthy:
        yield from failure_message(part)
        yield ""
    yield f"FlowForge is running at {snapshot.address}"
    if key is None:
        yield f"The demo key was revoked; '{flowforge()} keys add NAME' issues another."
        return
    yield f"API key: {key}  (consumer {DEMO}, tier {DEMO_TIER})"
    yield "Try it:"
    yield ""
    yield f"  {first_call(snapshot, key, authority)}"
