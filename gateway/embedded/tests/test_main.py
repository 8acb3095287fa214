"""The command line, as a supervisor calls it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flowforge_gateway", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize(
    "part", [["authz"], ["envoy", "--port", "1", "--state", "state"]], ids=["authz", "envoy"]
)
def test_a_file_that_is_refused_is_one_line_and_status_2(
    part: list[str], rendered: dict[str, Any], tmp_path: Path
) -> None:
    rendered["plugins"].append({"name": "bot-detection", "config": {}})
    config = tmp_path / "wrong.json"
    config.write_bytes(orjson.dumps(rendered))
    finished = _run(*part, "--config", str(config), "--socket", str(tmp_path / "a.sock"))
    assert finished.returncode == 2
    (line,) = finished.stderr.splitlines()
    entry = orjson.loads(line)
    assert entry["level"] == "critical"
    assert "plugin bot-detection: this gateway does not know this plugin here" in entry["message"]
    assert finished.stdout == ""


def test_a_map_that_is_wrong_is_named(tmp_path: Path) -> None:
    finished = _run("authz", "--config", "x.json", "--socket", str(tmp_path / "a.sock"), "--map", "redis")
    assert finished.returncode == 2
    assert "write NAME=HOST:PORT" in finished.stderr
