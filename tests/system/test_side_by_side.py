"""Two platforms on one machine need nothing but a port and a folder of their own."""

import os
import socket
import subprocess
from pathlib import Path

import httpx
import pytest
from system_stand.platform import COMMAND

from servicekit.testing import free_port

pytestmark = pytest.mark.system


def _environment(home: Path, port: int) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("FLOWFORGE_")}
    return {**others, "FLOWFORGE_HOME": str(home), "FLOWFORGE_PORT": str(port), "NO_COLOR": "1"}


def _run(environment: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [COMMAND, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_two_platforms_start_together(tmp_path: Path) -> None:
    stacks = {free_port(): tmp_path / name for name in ("one", "two")}
    environments = {port: _environment(home, port) for port, home in stacks.items()}
    starting = {port: _run(it, "up", "--detach", "crypto") for port, it in environments.items()}
    try:
        for process in starting.values():
            output, _ = process.communicate(timeout=120)
            assert process.returncode == 0, output
            assert "restarting" not in output
        for port, home in stacks.items():
            key = (home / "demo-key").read_text().strip()
            url = f"http://127.0.0.1:{port}/api/v1/crypto/hash"
            answer = httpx.post(url, json={"text": "x"}, headers={"X-API-Key": key}, trust_env=False)
            assert answer.status_code == 200, answer.text
    finally:
        for environment in environments.values():
            _run(environment, "down").communicate(timeout=60)


def test_a_port_in_use_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        process = _run(_environment(tmp_path / "state", port), "up", "--detach", "crypto")
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"port {port} is in use by " in output
    assert f"(process {os.getpid()})" in output
    assert f"FLOWFORGE_PORT={port + 1}" in output
    assert not (tmp_path / "state" / "status.json").exists()
    assert not list((tmp_path / "state").rglob("*.log"))
