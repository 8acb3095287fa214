"""One platform in a state folder of its own, on free ports."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from flowforge_gateway import load_services

COMMAND = Path(sys.executable).with_name("flowforge")
ABSENT = "ocr"  # the service that the shared platform does not start
_START_SECONDS = 240


@dataclass
class Platform:
    """A state folder, and the command that works on it."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        own = {"FLOWFORGE_HOME": str(self.home), "FLOWFORGE_PORT": "0"}
        free = {f"FLOWFORGE_{name.upper()}_PORT": "0" for name in service_names()}
        return {**os.environ, **own, **free, "NO_COLOR": "1"}

    def run(self, *words: str, seconds: float = _START_SECONDS) -> subprocess.CompletedProcess[str]:
        """Run the command in a folder that is not the repository's."""
        return subprocess.run(
            [COMMAND, *words],
            env=self.environment,
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def told(self, *words: str) -> Any:
        """Run a command that must succeed; return the JSON that it prints."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def status(self) -> dict[str, Any]:
        """Read the status file, which is what `flowforge status` prints."""
        content = json.loads((self.home / "status.json").read_text())
        return {**content, "parts": {part["name"]: part for part in content["parts"]}}

    @property
    def address(self) -> str:
        return str(self.status()["address"])

    def key(self, name: str, *words: str) -> str:
        """Add a consumer and wait until the gateway knows it; return the key."""
        key = str(self.told("keys", "add", name, "--json", *words)["key"])
        with self.client(key) as client:
            wait_for(lambda: client.get("/api/v1/crypto/nothing").status_code == 404)
        return key

    def client(self, key: str | None = None, **more: Any) -> httpx.Client:
        """Return a client of the gateway."""
        headers = {} if key is None else {"X-API-Key": key}
        return httpx.Client(base_url=self.address, headers=headers, timeout=60, trust_env=False, **more)

    def kill(self, part: str) -> int:
        """Kill a part's process and all that it started, as the kernel does when memory runs out."""
        pid = int(self.status()["parts"][part]["pid"])
        os.kill(pid, signal.SIGKILL)
        return pid

    def processes(self) -> list[psutil.Process]:
        """List every process of the platform: the supervisor and all below it."""
        supervisor = psutil.Process(self.status()["supervisor"])
        return [supervisor, *supervisor.children(recursive=True)]


def service_names() -> list[str]:
    return [service.name for service in load_services()]


def wait_for(condition: Callable[[], bool], seconds: float = 90.0) -> float:
    """Ask again and again; return how many seconds it took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"this did not come within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - started
