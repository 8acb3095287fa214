"""Merge documents in a process that ends: merging takes memory that a process which lives on would keep."""

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from typing import Any

from flowforge_portal.core.platform.collecting import Collected
from flowforge_portal.core.platform.snapshot import Snapshot

_PROGRAM = "flowforge_portal.core.platform"  # its __main__.py


class MergeFailed(Exception):
    """The process ended without a result; its log has the reason."""


async def take_snapshot(contents: Mapping[str, Collected]) -> Snapshot:
    """Merge and split the documents, given by the name of their service. Raises MergeFailed."""
    snapshot: Snapshot = await _run("take", contents)
    return snapshot


async def merge_bytes(contents: Mapping[str, Collected]) -> bytes:
    """Return the merged document of another profile, compressed. Raises MergeFailed."""
    merged: bytes = await _run("merged_bytes", contents)
    return merged


async def _run(function: str, contents: Mapping[str, Collected]) -> Any:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", _PROGRAM, function, stdin=PIPE, stdout=PIPE
    )
    try:
        output, _ = await process.communicate(pickle.dumps(dict(contents)))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise MergeFailed(f"the process that merges documents ended with status {process.returncode}")
    return pickle.loads(output)  # noqa: S301 - from our own process
