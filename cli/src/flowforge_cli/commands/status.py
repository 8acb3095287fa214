"""Show the processes: `flowforge status`."""

import json
from dataclasses import asdict
from typing import Annotated, Any

import psutil
import typer
from rich.console import Console
from rich.table import Table

from flowforge_cli.errors import NotRunning
from flowforge_cli.filestore.totals import holdings
from flowforge_cli.home.folder import Home, open_home
from flowforge_cli.home.snapshot import Snapshot, running_platform
from flowforge_cli.screens.messages import failure_message, files_summary, title, where
from flowforge_cli.screens.screen import say
from flowforge_cli.supervision.status_file import PartStatus

NOT_RUNNING = 3  # as init scripts say it
UNHEALTHY = 1
_MEGABYTE = 1 << 20


def status(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show all processes. Exit status: 0 all running, 1 some not running, 3 stopped."""
    home = open_home()
    try:
        snapshot = running_platform(home)
    except NotRunning as error:
        if as_json:
            say(json.dumps({"state": "stopped", "parts": []} | _files(home)))
        else:
            say(str(error))
            _print_files(home)
        raise typer.Exit(NOT_RUNNING) from error
    if as_json:
        parts = [asdict(part) | {"memory_bytes": _memory(part)} for part in snapshot.parts]
        say(json.dumps(asdict(snapshot) | {"parts": parts} | _files(home), indent=1))
    else:
        _print(snapshot)
        _print_files(home)
    raise typer.Exit(UNHEALTHY if snapshot.unhealthy else 0)


def _print(snapshot: Snapshot) -> None:
    table = Table(box=None, header_style="dim")
    for heading in ("part", "state", "address", "process", "memory", "restarts"):
        table.add_column(heading)
    for part in snapshot.parts:
        table.add_row(*_row(part))
    Console().print(table)
    for part in snapshot.unhealthy:
        if part.problem is not None:
            say("\n" + "\n".join(failure_message(part)))
    say(f"\n{snapshot.address}")


def _print_files(home: Home) -> None:
    if (stored := holdings(home)) is not None:
        say(files_summary(stored))


def _files(home: Home) -> dict[str, Any]:
    stored = holdings(home)
    return {} if stored is None else {"files": asdict(stored)}


def _row(part: PartStatus) -> tuple[Any, ...]:
    memory = _memory(part)
    return (
        title(part),
        part.state,
        where(part),
        str(part.pid or ""),
        f"{memory // _MEGABYTE} MB" if memory else "",
        str(part.restarts),
    )


def _memory(part: PartStatus) -> int:
    """Return the resident bytes of the part with its own children."""
    if part.pid is None:
        return 0
    try:
        process = psutil.Process(part.pid)
        return sum(it.memory_info().rss for it in (process, *process.children(recursive=True)))
    except psutil.Error:
        return 0
