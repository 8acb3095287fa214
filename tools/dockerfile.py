"""Execute the install steps of the Dockerfile in a folder, without a container engine.

The folders that the Dockerfile makes at the root (/venv, /build, ...) are made in the given folder instead.
All else is done as written, with the Python 3.11 of this machine in place of the base image's.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.repository import ROOT

_MADE = re.compile(r"(?<![\w.$}/-])/(venv|node|tools|build|srv|data|spool)\b")
_CONTINUED = re.compile(r"\\\n")
_REFERENCE = re.compile(r"\$\{(\w+)\}|\$(\w+)")
_IGNORED = shutil.ignore_patterns("tests", "__pycache__", ".venv")
_STEP_SECONDS = 560


@dataclass(frozen=True)
class Instruction:
    """One instruction: RUN and its text."""

    name: str
    text: str


@dataclass
class Image:
    """The result: where it was made, its environment, and what it starts."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def placed(self, text: str) -> str:
        """Return *text* with the paths that the Dockerfile makes moved into the folder."""
        return _MADE.sub(lambda match: f"{self.root}/{match[1]}", text)


def stages(path: Path = ROOT / "Dockerfile") -> list[list[Instruction]]:
    """Return the instructions of each stage, comments left out."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    text = _CONTINUED.sub("", "\n".join(lines))
    found = [Instruction(*line.split(None, 1)) for line in text.splitlines() if line.strip()]
    starts = [index for index, one in enumerate(found) if one.name == "FROM"]
    return [found[start:stop] for start, stop in zip(starts, [*starts[1:], None], strict=True)]


def install(arguments: Mapping[str, str], root: Path) -> Image:
    """Execute the first stage with these build arguments, then read what the second one starts."""
    build, final = stages()
    image = Image(root, {})
    _execute(build, dict(arguments), image)
    image.environment = {}
    for instruction in _resolved(final, dict(arguments), image.environment):
        if instruction.name == "CMD":
            image.command = json.loads(instruction.text)
        elif instruction.name == "HEALTHCHECK":
            image.health = json.loads(instruction.text[instruction.text.index("CMD") + 3 :])
    return image


def _execute(build: list[Instruction], arguments: dict[str, str], image: Image) -> None:
    folder, shell, known = image.root, ["/bin/sh", "-c"], dict[str, str]()
    for one in _resolved(build, arguments, known):
        if one.name == "WORKDIR":
            folder = Path(image.placed(one.text))
            folder.mkdir(parents=True, exist_ok=True)
        elif one.name == "SHELL":
            shell = json.loads(one.text)
        elif one.name == "COPY":
            _copy(one.text.split(), folder)
        elif one.name == "RUN":
            _run([*shell, image.placed(one.text)], folder, known)


def _resolved(
    instructions: list[Instruction], arguments: Mapping[str, str], known: dict[str, str]
) -> Iterator[Instruction]:
    """Yield instructions with ARG and ENV resolved into *known*; RUN, CMD and the like resolve their own."""
    for one in instructions:
        if one.name == "ARG":
            name, _, default = one.text.partition("=")
            known[name] = arguments.get(name, _substituted(default, known))
        elif one.name == "ENV":
            for pair in one.text.split():
                name, _, value = _substituted(pair, known).partition("=")
                known[name] = value
        elif one.name in {"COPY", "WORKDIR"}:
            yield Instruction(one.name, _substituted(one.text, known))
        else:
            yield one


def _substituted(text: str, known: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda match: known.get(match[1] or match[2], match[0]), text)


def _copy(words: list[str], folder: Path) -> None:
    *sources, target = words
    for source in sources:
        path = ROOT / source
        if path.is_dir():
            shutil.copytree(path, folder / target, ignore=_IGNORED, dirs_exist_ok=True)
        else:
            (folder / target).mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, folder / target)


def _run(command: list[str], folder: Path, known: Mapping[str, str]) -> None:
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    path = f"{sys.base_prefix}/bin:{os.environ['PATH']}"
    subprocess.run(command, cwd=folder, env={**own, **known, "PATH": path}, check=True, timeout=_STEP_SECONDS)
