"""Check the types of the whole repository in one run of mypy: sources, tests, tools and benchmarks.

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


def bases() -> list[Path]:
    """Return where module names begin: every src, and folders whose own name cannot be part of one.

    All else is named from the root (`services.crypto.tests.test_app`), so that test files may be namesakes.
    """
    awkward = [path for path in folders(("services/*",)) if not path.name.isidentifier()]
    return [*folders(SOURCES), *awkward]


def main(chosen: list[str]) -> int:
    paths = [Path(name).resolve() for name in chosen] or folders((*CHECKED, *SINGLE))
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(str(path) for path in bases())}
    command = [sys.executable, "-m", "mypy", *(str(path.relative_to(ROOT)) for path in paths)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
