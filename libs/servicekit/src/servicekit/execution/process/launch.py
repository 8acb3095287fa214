"""Start a worker process by exec, with a scrubbed environment and only the files that it needs."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from servicekit.execution.sandbox import confinement
from servicekit.execution.transport.window import Window, new_window

_INHERITED = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "LD_LIBRARY_PATH",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS",
)


@dataclass(frozen=True, slots=True)
class Launched:
    """A started process, the service's end of its socket, the reading end of its output, and its window."""

    process: "subprocess.Popen[bytes]"
    socket: socket.socket
    output: int
    pidfd: int
    statm: int
    window: Window


def launch(environment: Mapping[str, str]) -> Launched:
    """Start an interpreter that runs `servicekit.execution.worker.main` in a session of its own.

    It searches modules where this one does. *environment* adds to the few variables that it inherits.
    """
    confinement.hide_memory()
    ours, theirs = socket.socketpair()
    output, output_end = os.pipe()
    window = new_window()
    try:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, and a module of this package
            [
                *(sys.executable, "-u", "-P", "-X", "faulthandler"),
                *("-m", "servicekit.execution.worker.main", str(theirs.fileno()), str(os.getpid())),
            ],
            env=scrubbed_environment(environment),
            cwd="/",
            stdin=window.descriptor,
            stdout=output_end,
            stderr=output_end,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    except OSError:
        ours.close()
        os.close(output)
        window.close()
        raise
    finally:
        theirs.close()
        os.close(output_end)
    ours.settimeout(0)
    os.set_blocking(output, False)
    statm = os.open(f"/proc/{process.pid}/statm", os.O_RDONLY)
    return Launched(process, ours, output, os.pidfd_open(process.pid), statm, window)


def scrubbed_environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    search_path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)  # noqa: PTH100 - "" is the cwd
    # Every arena of the C library maps 64 MiB, which counts against the limit of address space.
    return kept | {"HOME": "/nonexistent", "PYTHONPATH": search_path, "MALLOC_ARENA_MAX": "2"} | dict(more)
