"""Show logs: `flowforge logs`."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from flowforge_cli.errors import NoSuchPart
from flowforge_cli.home.folder import open_home
from flowforge_cli.screens.screen import say
from flowforge_cli.supervision.log_files import last_lines, size_of

_INTERVAL_SECONDS = 0.2


def logs(
    part: Annotated[
        str | None, typer.Argument(help="A name shown by `flowforge status`; all if omitted.")
    ] = None,
    *,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Follow the log.")] = False,
    lines: Annotated[
        int, typer.Option("--lines", "-n", min=0, help="Number of lines from the end of each log.")
    ] = 20,
) -> None:
    """Print the end of one log or of all logs."""
    files = _files(open_home().logs, part)
    ends = {path: size_of(path) for path in files}
    for path in files:
        for line in last_lines(path, lines) if lines else ():
            say(_labelled(path, line, part))
    try:
        while follow:
            for path in files:
                for line in _new_lines(path, ends):
                    say(_labelled(path, line, part))
            time.sleep(_INTERVAL_SECONDS)
    except KeyboardInterrupt:
        return


def _files(folder: Path, part: str | None) -> list[Path]:
    files = sorted(folder.glob("*.log"))
    if part is None:
        return files
    chosen = [path for path in files if path.stem == part]
    if not chosen:
        known = ", ".join(path.stem for path in files) or "none, nothing has run yet"
        raise NoSuchPart(f"no log of {part!r}; available: {known}")
    return chosen


def _new_lines(path: Path, ends: dict[Path, int]) -> Iterator[str]:
    """Read whole lines only; a log that became shorter was rotated, and is read from its beginning."""
    if size_of(path) < ends[path]:
        ends[path] = 0
    with path.open("rb") as file:
        file.seek(ends[path])
        complete, newline, _ = file.read().rpartition(b"\n")
    ends[path] += len(complete + newline)
    yield from complete.decode(errors="replace").splitlines()


def _labelled(path: Path, line: str, part: str | None) -> str:
    return line if part is not None else f"{path.stem:>10} | {line}"
