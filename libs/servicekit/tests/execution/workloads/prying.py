"""A handler that was taken over by its input and looks for secrets."""

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from servicekit.context import Context


class Pried(BaseModel):
    outcomes: dict[str, str]
    wrote: str
    worker: int


def pry(secrets: list[str], sockets: list[str], folders: list[str], context: Context) -> Pried:
    outcomes = {f"read {path}": _outcome(lambda path=path: Path(path).read_bytes()) for path in secrets}
    for path in secrets:
        outcomes |= {f"{way} {path}": _outcome(lambda way=way, path=path: _WAYS[way](path)) for way in _WAYS}
    for path in sockets:
        outcomes[f"connect {path}"] = _outcome(lambda path=path: _connect(path))
    for path in folders:
        outcomes[f"list {path}"] = _outcome(lambda path=path: os.listdir(path))  # noqa: PTH208 - as attackers do
        outcomes[f"write {path}"] = _outcome(lambda path=path: Path(path, "planted").write_bytes(b"x"))
    output = context.workspace / "output"
    output.write_bytes(b"result")
    return Pried(outcomes=outcomes, wrote=output.read_text(), worker=os.getpid())


def swap(into: str, context: Context) -> Pried:
    """Put a link in the place of the workspace."""
    context.workspace.rename(context.workspace.with_name("away"))
    context.workspace.symlink_to(into)
    return Pried(outcomes={}, wrote="", worker=os.getpid())


def _through_link(path: str) -> bytes:
    link = Path("link")
    link.unlink(missing_ok=True)
    link.symlink_to(path)
    return link.read_bytes()


def _hard_link(path: str) -> bytes:
    link = Path("hard link")
    link.unlink(missing_ok=True)
    os.link(path, link)
    return link.read_bytes()


def _through_root(path: str) -> bytes:
    return Path(f"/proc/self/root{path}").read_bytes()


def _climb(path: str) -> bytes:
    return Path("../" * 20, path.lstrip("/")).read_bytes()


def _in_child(path: str) -> bytes:
    return subprocess.run(["/bin/cat", path], check=True, capture_output=True).stdout


def _move(path: str) -> bytes:
    Path(path).rename("moved")
    return Path("moved").read_bytes()


_WAYS: dict[str, Callable[[str], bytes]] = {
    "link to": _through_link,
    "hard-link": _hard_link,
    "climb to": _climb,
    "read by root": _through_root,
    "read in a child": _in_child,
    "move": _move,
}


def _connect(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except (OSError, subprocess.CalledProcessError):
        return "refused"
    return "done"
