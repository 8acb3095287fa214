"""Optimize a copy of a shard in a process of its own and swap it in, so that no search waits.

`python -m flowforge_vector.engines.edge.optimizing FOLDER` optimizes the shard in FOLDER.
"""

import asyncio
import ctypes
import logging
import os
import shutil
import signal
import sys
from contextlib import AbstractAsyncContextManager, suppress

import qdrant_edge as edge

from flowforge_vector.engines.edge.folders import CURRENT, FRESH, copy_sparsely
from flowforge_vector.engines.edge.shard import Shard
from flowforge_vector.engines.edge.updates import to_update

logger = logging.getLogger(__name__)
_FEW = 8  # updates that are applied to the copy while writers wait
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


async def optimize_beside(opened: AbstractAsyncContextManager[Shard]) -> None:
    """Copy the shard, optimize the copy, apply what was written meanwhile, and swap."""
    async with opened as shard:
        part = shard.folder / f"{FRESH}.{os.getpid()}"
        try:
            async with shard.changing:
                shard.flush()
                shutil.rmtree(part, ignore_errors=True)
                await asyncio.to_thread(copy_sparsely, shard.folder / CURRENT, part)
                shard.journal = []
                count = int(shard.edge.info().points_count)
            if await _optimize(str(part)):
                await _catch_up(shard, str(part))
                shard.optimized_points = count
        except Exception:
            logger.exception("optimizing failed", extra={"shard": shard.folder.name})
        finally:
            shard.journal = None
            shutil.rmtree(part, ignore_errors=True)


async def _optimize(path: str) -> bool:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, path, stdin=asyncio.subprocess.DEVNULL
    )
    try:
        return await process.wait() == 0
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _catch_up(shard: Shard, path: str) -> None:
    """Apply the updates of the meantime in order, the last few of them while writers wait, then swap."""
    copy = edge.EdgeShard.load(path)
    try:
        journal = shard.journal or []
        while len(journal) > _FEW:
            copy.update(to_update(journal.pop(0)))
            await asyncio.sleep(0)
    except BaseException:
        copy.close()
        raise
    async with shard.changing:
        for document in journal:
            copy.update(to_update(document))
        copy.flush()
        copy.close()
        (shard.folder / os.path.basename(path)).rename(shard.folder / FRESH)  # noqa: PTH119 - one name
        shard.swap()
        shard.journal = None


def main() -> None:
    """Optimize the shard of the folder that the command names, at low priority."""
    with suppress(OSError, AttributeError):  # not on every system
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    os.nice(10)
    shard = edge.EdgeShard.load(sys.argv[1])
    shard.optimize()
    shard.flush()
    shard.close()


if __name__ == "__main__":
    main()
