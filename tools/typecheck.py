"""Check the types of the whole repository with mypy: sources, tests, tools and benchmarks.

Say folders to check only those: `python tools/typecheck.py services/crypto`.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("libs/*/src", "services/*/src", "gateway/embedded/src", "cli/src")
CHECKED = (*SOURCES, "libs/*/tests", "services/*/tests", "gateway/embedded/tests", "cli/tests")
SINGLE = ("tests", "tools", "benchmarks")


def folders(patterns: Iterable[str]) -> list[Path]:
    """Return the folders under the root that match and hold Python files."""
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path for path in found if any(path.rglob("*.py"))]


def bases(awkward: Path | None) -> list[Path]:
    """Return where module names begin: every src, and one folder whose own name cannot be part of one.

    All else is named from the root (`services.crypto.tests.test_app`), so that test files may be namesakes.
    """
    return [*folders(SOURCES), *([awkward] if awkward else [])]


def groups(paths: Iterable[Path]) -> dict[Path | None, list[Path]]:
    """Split the paths: tests of a service such as data-transform are named `tests`, as the root's are."""
    awkward = [path for path in ROOT.glob("services/*") if not path.name.isidentifier()]
    found: dict[Path | None, list[Path]] = {}
    for path in paths:
        inside = (one for one in awkward if path.is_relative_to(one) and not path.is_relative_to(one / "src"))
        found.setdefault(next(inside, None), []).append(path)
    return found


def main(chosen: list[str]) -> int:
    paths = [Path(name).resolve() for name in chosen] or folders((*CHECKED, *SINGLE))
    return max(check(awkward, group) for awkward, group in groups(paths).items())


def check(awkward: Path | None, paths: Iterable[Path]) -> int:
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(str(path) for path in bases(awkward))}
    command = [sys.executable, "-m", "mypy", *(str(path.relative_to(ROOT)) for path in paths)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
