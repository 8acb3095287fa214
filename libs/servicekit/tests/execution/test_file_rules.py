"""A worker process opens its own call's files, code and libraries, and nothing else."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from workloads.prying import Pried

from servicekit.errors import InternalError, TimedOut
from servicekit.execution.sandbox.landlock import confines_files
from servicekit.execution.transport.calls import WorkerCall
from servicekit.execution.worker_pool import WorkerPool
from servicekit.operations.runs import Process

CODE = (sys.prefix, str(Path(__file__).parent))
pytestmark = pytest.mark.skipif(not confines_files(), reason="this kernel's Landlock has no file rules")


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(1, 4, ["workloads.prying"], cells=tmp_path / "spool" / "cells")
    yield pool
    await pool.close(0)


def request_folder(tmp_path: Path, name: str) -> Path:
    files = tmp_path / "spool" / "requests" / name / "files"
    files.mkdir(parents=True)
    return files


async def run(pool: WorkerPool, target: str, workspace: Path, **arguments: Any) -> Any:
    call = WorkerCall(f"workloads.prying:{target}", arguments, workspace, context_parameter="context")
    return await pool.run(call, deadline=time.monotonic() + 30, limits=Process())


async def test_no_secret_can_be_reached(pool: WorkerPool, tmp_path: Path) -> None:
    secrets = [
        tmp_path / "state" / "secrets" / "gateway-secret",
        tmp_path / "state" / "secrets" / "crypto-master-key",
        tmp_path / "state" / "data" / "crypto" / "store.sqlite",
        tmp_path / "state" / "data" / "files" / "content" / "object",
        tmp_path / "spool" / "requests" / "other" / "files" / "file1",
        tmp_path / "spool" / "cells" / "other" / "files" / "file1",
    ]
    for path in secrets:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"secret")
    mine = request_folder(tmp_path, "mine")
    (mine / "file1").write_bytes(b"input")
    admin = tmp_path / "admin.sock"
    server = await asyncio.start_unix_server(lambda *_: None, admin)
    other = await asyncio.create_subprocess_exec("sleep", "60", env={"FLOWFORGE_GATEWAY_SECRET": "secret"})
    try:
        async with server:
            seen: Pried = await run(
                pool,
                "pry",
                mine,
                secrets=[*map(str, secrets), f"/proc/{other.pid}/environ", f"/proc/{os.getpid()}/environ"],
                sockets=[str(admin)],
                folders=[
                    str(tmp_path),
                    tempfile.gettempdir(),
                    "/root",
                    "/etc",
                    sys.prefix,
                    str(Path(__file__).parent),
                ],
            )
    finally:
        other.kill()
        await other.wait()
    reached = {what for what, outcome in seen.outcomes.items() if outcome != "refused"}
    assert reached == {f"list {folder}" for folder in CODE}
    assert [path.read_bytes() for path in secrets] == [b"secret"] * len(secrets)
    assert seen.wrote == "result"
    assert {path.name for path in mine.iterdir()} >= {"file1", "output"}


async def test_a_worker_does_not_keep_the_files_of_an_earlier_call(pool: WorkerPool, tmp_path: Path) -> None:
    first, second = request_folder(tmp_path, "first"), request_folder(tmp_path, "second")
    (first / "file1").write_bytes(b"of somebody else")
    await run(pool, "pry", first, secrets=[], sockets=[], folders=[])
    seen = await run(pool, "pry", second, secrets=[str(first / "file1")], sockets=[], folders=[str(first)])
    assert set(seen.outcomes.values()) == {"refused"}
    again = await run(pool, "pry", first, secrets=[], sockets=[], folders=[str(first)])
    assert set(again.outcomes.values()) == {"done"}
    assert len({seen.worker, again.worker}) == 1


async def test_a_link_in_the_place_of_the_workspace_is_not_followed(pool: WorkerPool, tmp_path: Path) -> None:
    secret = tmp_path / "secrets"
    secret.mkdir()
    (secret / "key").write_bytes(b"secret")
    mine = request_folder(tmp_path, "mine")
    with pytest.raises(InternalError):
        await run(pool, "swap", mine, into=str(secret))
    assert not mine.is_symlink()
    assert (secret / "key").read_bytes() == b"secret"


async def test_a_killed_call_gives_its_folder_back(pool: WorkerPool, tmp_path: Path) -> None:
    mine = request_folder(tmp_path, "mine")
    (mine / "file1").write_bytes(b"input")
    await run(pool, "pry", mine, secrets=[], sockets=[], folders=[])
    call = WorkerCall("workloads.hostile:hang", {"body": None}, mine)
    with pytest.raises(TimedOut):
        await pool.run(call, deadline=time.monotonic() + 2, limits=Process())
    assert (mine / "file1").read_bytes() == b"input"
