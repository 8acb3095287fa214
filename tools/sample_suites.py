"""Published test suites of formats and query languages, in packages of npm and PyPI, for the tests."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

from tools.npm import install
from tools.repository import ROOT

_ARCHIVES = Path(__file__).with_suffix(".txt")
_STORE = ROOT / ".tools" / "suites"


class SuiteUnavailable(Exception):
    """The package that holds a suite cannot be fetched."""


def npm_suite(package: str, version: str) -> Path:
    """Return the folder of an npm package. Raises SuiteUnavailable."""
    words = ("install", "--save-exact", "--no-package-lock", f"{package}@{version}")
    try:
        home = install(f"suite-{package}-{version}", *words)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        raise SuiteUnavailable(f"{package} cannot be fetched with npm") from error
    return home / "node_modules" / package


@cache
def pip_suite(package: str) -> Path:
    """Return the unpacked source distribution that sample_suites.txt pins. Raises SuiteUnavailable."""
    line = next(one for one in _ARCHIVES.read_text().splitlines() if one.startswith(f"{package}=="))
    ready = _STORE / line.partition(" ")[0]
    if not ready.is_dir():
        _fetch(package, line, ready)
    return ready


def _fetch(package: str, line: str, ready: Path) -> None:
    """Download and unpack into a folder beside *ready*, then rename it: it is never half there."""
    _STORE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=_STORE))
    try:
        _download(package, line, folder)
        archive = next(folder.glob("*.tar.gz"))
        with tarfile.open(archive) as opened:
            opened.extractall(folder / "content", filter="data")
        inner = next((folder / "content").iterdir())
        if not ready.is_dir():
            inner.rename(ready)
    finally:
        shutil.rmtree(folder)


def _download(package: str, line: str, folder: Path) -> None:
    wanted = folder / "wanted.txt"
    wanted.write_text(line + "\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", package]
    try:
        subprocess.run(
            [*command, "--require-hashes", "-r", str(wanted), "-d", str(folder)],
            check=True,
            capture_output=True,
            timeout=200,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise SuiteUnavailable(f"the source of {package} cannot be fetched with pip") from error
