"""Commands that change tables, Miller and DuckDB's: the installed ones, or those of their packages.

Debian's `miller` and PyPI's `duckdb-cli` are unpacked under `.tools/commands`, without root.
"""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools.repository import ROOT

FOLDER: Final = ROOT / ".tools" / "commands"
SECONDS: Final = 200


def miller() -> str | None:
    """Return the command `mlr`, None where it cannot be had."""
    return shutil.which("mlr") or _unpacked("miller", "usr/bin/mlr", _unpack_miller)


def duckdb() -> str | None:
    """Return the command `duckdb`, None where it cannot be had."""
    return shutil.which("duckdb") or _unpacked("duckdb", "bin/duckdb", _unpack_duckdb)


def _unpacked(name: str, command: str, unpack: Callable[[Path], None]) -> str | None:
    folder = FOLDER / name
    program = folder / command
    if not program.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            unpack(folder)
        except (OSError, subprocess.SubprocessError, StopIteration):
            return None
    program.chmod(0o755)
    return str(program) if _runs(program) else None


def _unpack_miller(folder: Path) -> None:
    _run("apt-get", "download", "--quiet", "miller", folder=folder)
    _run("dpkg-deb", "-x", str(next(folder.glob("*.deb"))), str(folder), folder=folder)


def _unpack_duckdb(folder: Path) -> None:
    _run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "duckdb-cli", folder=folder)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        inner = next(name for name in wheel.namelist() if name.endswith("/duckdb"))
        (folder / "bin").mkdir(exist_ok=True)
        (folder / "bin" / "duckdb").write_bytes(wheel.read(inner))


def _run(*words: str, folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=SECONDS)


def _runs(program: Path) -> bool:
    try:
        subprocess.run([program, "--version"], check=True, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError):
        return False
    return True
