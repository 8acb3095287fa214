"""What the commands say while nothing runs."""

import json
import subprocess
from collections.abc import Callable

from flowforge_cli.home.folder import Home

Command = Callable[..., subprocess.CompletedProcess[str]]


def test_status(flowforge: Command, home: Home) -> None:
    done = flowforge("status")
    assert done.returncode == 3
    assert done.stdout.startswith(f"the platform in {home.path} is not running: ")
    assert done.stdout.endswith("flowforge up' starts it\n")
    assert json.loads(flowforge("status", "--json").stdout) == {"state": "stopped", "parts": []}


def test_down_and_usage(flowforge: Command) -> None:
    for command in ("down", "usage"):
        done = flowforge(command)
        assert done.returncode == 1
        assert "is not running" in done.stderr


def test_logs(flowforge: Command, home: Home) -> None:
    assert "available: none, nothing has run yet" in flowforge("logs", "crypto").stderr
    (home.logs / "crypto.log").write_text("one\ntwo\nthree\n")
    (home.logs / "math.log").write_text("four\n")
    assert flowforge("logs", "crypto", "-n", "2").stdout == "two\nthree\n"
    assert flowforge("logs", "-n", "1").stdout == "    crypto | three\n      math | four\n"
    assert "available: crypto, math" in flowforge("logs", "cripto").stderr
