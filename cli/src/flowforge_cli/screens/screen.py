"""Show the startup progress: a live table on a terminal, one line for each event otherwise."""

import sys
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from flowforge_cli.home.snapshot import Snapshot
from flowforge_cli.screens.messages import title, where
from flowforge_cli.supervision.status_file import PartStatus

_SIGNS = {"running": ("✓", "green"), "restarting": ("✗", "red"), "starting": ("…", "yellow")}


class Screen(Protocol):
    """Displays snapshots until it is closed."""

    def show(self, snapshot: Snapshot) -> None: ...

    def close(self) -> None: ...


class TerminalScreen:
    """A table that is updated in place."""

    def __init__(self, console: Console) -> None:
        self._live = Live(console=console, auto_refresh=False)
        self._live.start()

    def show(self, snapshot: Snapshot) -> None:
        """Redraw the table."""
        self._live.update(_table(snapshot.parts), refresh=True)

    def close(self) -> None:
        """Stop updating the table."""
        self._live.stop()


class PlainScreen:
    """One line when a process becomes ready or fails."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str, int]] = set()

    def show(self, snapshot: Snapshot) -> None:
        """Print new events."""
        for part in snapshot.parts:
            news = (part.name, part.state, part.restarts)
            if part.state in {"running", "restarting"} and news not in self._told:
                self._told.add(news)
                say(f"{title(part)}: {_remark(part)}")

    def close(self) -> None:
        """Do nothing."""


def open_screen() -> Screen:
    """Return the screen that suits standard output."""
    console = Console()
    return TerminalScreen(console) if console.is_terminal else PlainScreen()


def say(line: str) -> None:
    """Print *line* without wrapping, so that commands can be copied."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _table(parts: tuple[PartStatus, ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    for part in parts:
        sign, color = _SIGNS.get(part.state, ("·", "dim"))
        table.add_row(Text(sign, color), title(part), Text(_remark(part), "dim"))
    return table


def _remark(part: PartStatus) -> str:
    if part.state == "running":
        return where(part)
    if part.problem is not None:
        return f"{part.problem} ({part.state})"
    return part.state
