import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

# The workloads are a package that a worker can import: it searches where this process does.
sys.path.insert(0, str(Path(__file__).parent))

from workloads.plain import AddRequest

from servicekit.execution.transport.calls import WorkerCall
from servicekit.execution.worker_pool import WorkerPool
from servicekit.operations.runs import Process

Call = Callable[..., Awaitable[Any]]


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(2, 4, ["workloads.plain"])
    yield pool
    await pool.close(0)
    assert pool.pids == []


def caller(pool: WorkerPool, workspace: Path) -> Call:
    """Return a function that runs `module:function` of the workloads with an AddRequest."""

    async def call(
        target: str,
        left: float = 1,
        *,
        context: bool = False,
        seconds: float = 20,
        limits: Process | None = None,
        **more: Any,
    ) -> Any:
        request = WorkerCall(
            f"workloads.{target}",
            {"body": AddRequest(left=left, right=2)},
            workspace,
            context_parameter="context" if context else None,
            request_id="request-1",
        )
        deadline = time.monotonic() + seconds
        return await pool.run(request, deadline=deadline, limits=limits or Process(), **more)

    return call


@pytest.fixture
def call_in() -> Callable[[WorkerPool, Path], Call]:
    return caller


@pytest.fixture
def call(pool: WorkerPool, tmp_path: Path) -> Call:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    return caller(pool, workspace)


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], Awaitable[None]]:
    async def wait(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < end, "it did not come about within 10 seconds"
            await asyncio.sleep(0.01)

    return wait


def alive(pid: int) -> bool:
    """Whether *pid* runs: a zombie, which only waits for its reaper, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def is_alive() -> Callable[[int], bool]:
    return alive
