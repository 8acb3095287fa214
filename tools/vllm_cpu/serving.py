"""Its server as a child process, on a free port, for as long as it is needed."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servicekit.testing import free_port
from tools.vllm_cpu.environment import prepare
from tools.vllm_cpu.server import DRAIN_SECONDS, command, environment

START_SECONDS = 300.0
_LAST_CHARACTERS = 4000


class DidNotStart(Exception):
    """The server ended, or did not answer in time; the message has the end of its log."""


@dataclass(frozen=True, slots=True)
class Serving:
    root: str
    process: subprocess.Popen[bytes]


@contextmanager
def serve(log: Path) -> Iterator[Serving]:
    """Install vLLM if it is missing and run its server; *log* is the file of its output."""
    prepare()
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(command(port), env=environment(), stdout=output, stderr=output)
    try:
        _await_health(root, process, log)
        yield Serving(root, process)
    finally:
        process.terminate()
        try:
            process.wait(DRAIN_SECONDS + 20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_health(root: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{root}/health", timeout=2).close()  # noqa: S310 - our own child
        except (OSError, urllib.error.URLError):
            time.sleep(0.5)
        else:
            return
    raise DidNotStart(log.read_text(errors="replace")[-_LAST_CHARACTERS:])
