"""Fixtures: a state folder of its own for each test, and the command as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from flowforge_cli.home.folder import Home, open_home
from flowforge_cli.main import main

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


@pytest.fixture
def flowforge_inside(home: Home, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command in this process, as a test of many calls has no time to start as many interpreters.

    What it writes, and how it ends, is caught around its entry point.
    """

    def run(*words: str, columns: int = 200) -> subprocess.CompletedProcess[str]:
        monkeypatch.setenv("FLOWFORGE_HOME", str(home.path))
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr(sys, "argv", ["flowforge", *words])
        written, told = StringIO(), StringIO()
        with redirect_stdout(written), redirect_stderr(told), ThreadPoolExecutor(1) as outside_of_loops:
            code = outside_of_loops.submit(_exit_code).result()
        return subprocess.CompletedProcess(words, code, written.getvalue(), told.getvalue())

    return run


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
