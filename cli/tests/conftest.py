"""Fixtures: a state folder of its own for each test, and the command as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flowforge_cli.home.folder import Home, open_home

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home({"FLOWFORGE_HOME": str(tmp_path / "state")})


@pytest.fixture
def flowforge(home: Home, tmp_path: Path) -> Command:
    """Run the command in another folder than the repository's."""

    def run(*words: str, columns: int = 200) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flowforge_cli", *words],
            env={**os.environ, "FLOWFORGE_HOME": str(home.path), "NO_COLOR": "1", "COLUMNS": str(columns)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
