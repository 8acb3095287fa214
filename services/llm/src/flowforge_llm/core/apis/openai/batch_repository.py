"""The batches of one consumer: kept in the durable store, run by the jobs service."""

import asyncio
import uuid

from flowforge_llm.core.apis.openai.batch_states import gone, shown, status_of
from flowforge_llm.core.apis.openai.batches import BatchObject, BatchOutcome, KeptBatch, UnknownBatch
from servicekit import BackgroundCall, BackgroundJob, Context, JobNotFound, OperationError

_PREFIX = "batches/"
_RUN, _ADDRESS = "llm.batches.run", "/api/v1/llm/batches/run"
_HOUR, _DAY = 3600, 86_400
_KEEP_DAYS = 30
_ATTEMPTS = 3


class BatchRepository:
    """Every use raises what the store and the jobs service raise."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._jobs = context.jobs

    async def start(self, kept: KeptBatch) -> BatchObject:
        """Keep a batch and submit its job."""
        await asyncio.to_thread(self._put, kept)
        request = {
            "file": {"file_id": kept.input_file_id},
            "endpoint": kept.endpoint,
            "batch_id": kept.id,
        }
        call = BackgroundCall(
            _RUN,
            _ADDRESS,
            request,
            id=kept.job_id,
            deadline_seconds=_HOUR,
            expires_seconds=_DAY,
            keep_seconds=_KEEP_DAYS * _DAY,
            max_attempts=_ATTEMPTS,
        )
        try:
            job = await self._jobs.submit(call)
        except OperationError:
            await asyncio.to_thread(self._store.delete, _PREFIX + kept.id)
            raise
        return shown(kept, job, None)

    async def find(self, batch_id: str) -> BatchObject:
        """Raises UnknownBatch."""
        return await self._show(await self._kept(batch_id))

    async def cancel(self, batch_id: str) -> BatchObject:
        """Ask a batch to stop; one that has ended stays as it is. Raises UnknownBatch."""
        kept = await self._kept(batch_id)
        if kept.ended is None:
            await self._jobs.cancel(kept.job_id)
        return await self._show(kept)

    async def page(self, after: str, limit: int) -> tuple[list[BatchObject], bool]:
        """Return the batches after *after*, newest first, and whether there are more."""
        start = _PREFIX + after if after else ""
        keys = await asyncio.to_thread(self._store.keys, _PREFIX, after=start, limit=limit + 1)
        names = [key.removeprefix(_PREFIX) for key in keys[:limit]]
        return list(await asyncio.gather(*map(self.find, names))), len(keys) > limit

    async def _kept(self, batch_id: str) -> KeptBatch:
        found = await asyncio.to_thread(self._store.get, _PREFIX + batch_id)
        if found is None:
            raise UnknownBatch(batch_id=batch_id)
        return KeptBatch.model_validate_json(found.value)

    async def _show(self, kept: KeptBatch) -> BatchObject:
        if kept.ended is not None:
            return BatchObject.model_validate(kept.ended)
        try:
            job = await self._jobs.get(kept.job_id)
            document = shown(kept, job, await self._outcome(job))
        except JobNotFound:
            document = gone(kept)
        if document.status not in ("validating", "in_progress", "cancelling"):
            ended = kept.model_copy(update={"ended": document.model_dump(mode="json")})
            await asyncio.to_thread(self._put, ended)
        return document

    async def _outcome(self, job: BackgroundJob) -> BatchOutcome | None:
        if status_of(job) != "completed":
            return None
        return BatchOutcome.model_validate(await self._jobs.result(job.id))

    def _put(self, kept: KeptBatch) -> None:
        self._store.put(_PREFIX + kept.id, kept.model_dump_json().encode())


def job_of(batch_id: str) -> str:
    """Return the id of the job of a batch."""
    return str(uuid.UUID(hex=batch_id.removeprefix("batch_")))
