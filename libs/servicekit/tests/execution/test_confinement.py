"""What a worker process cannot see, keep or outlive."""

import asyncio
import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from servicekit.execution.sandbox.landlock import isolation_version
from servicekit.execution.worker_pool import WorkerPool
from servicekit.operations.runs import Process

Call = Callable[..., Awaitable[Any]]
Eventually = Callable[[Callable[[], bool]], Awaitable[None]]


async def test_no_secret_is_readable(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET", "the-secret")
    seen = await call("plain:environment", context=True)
    assert "the-secret" not in str(seen.variables)
    assert "the-secret" not in seen.kernel
    assert seen.parent == "refused"
    assert set(seen.variables) <= {
        *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "HOME", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH"),
        *("MALLOC_ARENA_MAX", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
        *("POLARS_MAX_THREADS", "RAYON_NUM_THREADS"),
    }


async def test_a_worker_works_in_its_workspace_without_privileges(call: Call, tmp_path: Path) -> None:
    seen = await call("plain:environment", context=True)
    assert seen.folder == seen.home == seen.variables["TMPDIR"] == str(tmp_path / "workspace")
    status = dict(line.split(":\t", 1) for line in seen.privileges.splitlines())
    assert status["NoNewPrivs"] == "1"
    assert {status[name] for name in ("CapPrm", "CapEff", "CapInh")} == {"0" * 16}


async def test_a_worker_leads_a_session_with_its_window_two_outputs_and_its_line(call: Call) -> None:
    pid = (await call("plain:add")).worker
    assert os.getsid(pid) == os.getpgid(pid) == pid
    seen = await call("plain:environment", context=True)
    targets = sorted(name.partition(":")[0] for name in seen.files)
    assert targets == ["/memfd", f"/proc/{pid}/statm", "pipe", "pipe", "socket"]
    assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)


_landlock = isolation_version()


@pytest.mark.skipif(_landlock < 6, reason="this kernel's Landlock cannot confine signals")
async def test_a_worker_that_was_taken_over_reaches_neither_the_service_nor_the_network(call: Call) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with server:
        seen = await call("hostile:attack", server.sockets[0].getsockname()[1])
    assert seen.outcomes == dict.fromkeys(
        ("kill the service", "read its memory", "connect", "listen"), "refused"
    )


async def test_a_call_may_map_its_memory_and_no_more(call: Call) -> None:
    seen = await call("plain:environment", context=True, limits=Process(max_memory_bytes=1 << 40))
    assert 1 << 40 < seen.address_space < 2 << 40


async def test_the_service_hides_its_memory_from_its_own_user(call: Call) -> None:
    await call("plain:add")
    get_dumpable = 3
    assert ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0) == 0


async def test_extra_variables_are_given(tmp_path: Path, call_in: Callable[[WorkerPool, Path], Call]) -> None:
    pool = WorkerPool(1, 0, environment={"MODEL_FOLDER": "/models"})
    seen = await call_in(pool, tmp_path)("plain:environment", context=True)
    assert seen.variables["MODEL_FOLDER"] == "/models"
    await pool.close(0)


_SERVICE = """
import asyncio, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from workloads.plain import AddRequest
from servicekit.execution.transport.calls import WorkerCall
from servicekit.execution.sandbox.landlock import isolation_version
from servicekit.execution.worker_pool import WorkerPool
from servicekit.operations.runs import Process
from servicekit.operations.runs import Process

async def main():
    pool = WorkerPool(2, 2)
    def call(name):
        request = WorkerCall(f"workloads.{name}", {"body": AddRequest(left=1, right=2)}, Path(sys.argv[2]))
        return pool.run(request, deadline=time.monotonic() + 100, limits=Process())
    await call("plain:add")
    hanging = asyncio.create_task(call("hostile:hang"))
    await asyncio.sleep(0.2)
    await call("plain:add")
    print(*pool.pids, flush=True)
    await hanging

asyncio.run(main())
"""


async def test_no_orphan_outlives_a_killed_service(
    tmp_path: Path, is_alive: Callable[[int], bool], eventually: Eventually
) -> None:
    """One worker hangs in a call, the other one is idle."""
    service = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _SERVICE, str(Path(__file__).parent), str(tmp_path)), stdout=subprocess.PIPE
    )
    assert service.stdout is not None
    pids = [int(pid) for pid in (await asyncio.wait_for(service.stdout.readline(), 120)).split()]
    assert len(pids) == 2
    assert all(is_alive(pid) for pid in pids)
    service.send_signal(signal.SIGKILL)
    await service.wait()
    await eventually(lambda: not any(is_alive(pid) for pid in pids))
