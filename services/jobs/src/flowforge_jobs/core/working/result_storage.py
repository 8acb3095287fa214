"""Keep large results in the file store, in the name of the consumer."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from flowforge_filestore import FileLibrary
from flowforge_jobs.core.spilling import Spill
from flowforge_jobs.settings import JobsSettings
from flowforge_jobstore.records import Claim, Outcome
from servicekit import OperationError

_LEASE_MARGIN_SECONDS = 3600.0
_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class ResultStorage:
    """Saves results. Without a file store, only what the database keeps is a result."""

    settings: JobsSettings
    files: FileLibrary | None

    @asynccontextmanager
    async def spill(self) -> AsyncIterator[Spill | None]:
        """Yield what takes a large answer, None if there is nowhere to keep one."""
        if self.files is None:
            yield None
            return
        spill = Spill(self.settings.spool_dir, self.settings.max_result_file_bytes)
        try:
            yield spill
        finally:
            await asyncio.to_thread(spill.close)

    async def keep(self, claim: Claim, status: int, path: Path) -> Outcome:
        """Return the outcome of a job whose result is at *path*."""
        if self.files is None:
            raise RuntimeError("there is no file store")
        digest = await asyncio.to_thread(_sha256, path)
        try:
            stored = await self.files.save(
                claim.consumer_id,
                path,
                tier=claim.tier,
                name=f"{claim.operation}-{claim.id}.json",
                media_type=_TYPE,
                sha256=digest,
            )
            seconds = claim.keep_seconds + _LEASE_MARGIN_SECONDS
            await self.files.lease(
                claim.consumer_id, stored.file_id, holder=f"job:{claim.id}", seconds=seconds
            )
        except OperationError as error:
            document = {
                "code": error.code,
                "message": _NOT_KEPT.format(reason=error.text),
                "retryable": False,
            }
            return Outcome("failed", status=error.status, error=json.dumps(document))
        return Outcome("succeeded", status=status, result_file=stored.file_id)

    async def keep_run(self, claim: Claim, outcome: Outcome) -> Outcome:
        """Return the outcome of a run with its large result in the file store."""
        body = outcome.result or b""
        async with self.spill() as spill:
            if spill is None:
                return _replaced(outcome, result=_truncated(body))
            await spill.write(body)
            assert spill.path is not None  # noqa: S101 - written just now
            kept = await self.keep(claim, outcome.status or 200, spill.path)
        if kept.result_file is None:
            return _replaced(outcome, result=_truncated(body))
        return _replaced(outcome, file_id=kept.result_file)


def _replaced(outcome: Outcome, *, result: bytes | None = None, file_id: str | None = None) -> Outcome:
    return Outcome(outcome.state, outcome.status, result, file_id, outcome.error, outcome.reason)


def _truncated(body: bytes) -> bytes:
    """Return the result of a run without what its steps answered."""
    document = json.loads(body)
    steps = [{**step, "result": None} for step in document["steps"]]
    return json.dumps(document | {"steps": steps, "output": None, "truncated": True}).encode()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


_NOT_KEPT = (
    "The operation succeeded, but its result is too large for the database and was not stored: {reason}"
)
