"""Run jobs: call their operations, and have written what becomes of them."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobs.core.runs.advancing import advance
from flowforge_jobs.core.services import Identity, Services
from flowforge_jobs.core.spilling import AnswerTooLarge
from flowforge_jobs.core.working.group_commit import GroupCommit
from flowforge_jobs.core.working.lease_keeper import LeaseKeeper, RunningJob
from flowforge_jobs.core.working.result_storage import ResultStorage
from flowforge_jobs.core.working.retry_policy import (
    Decision,
    TryAgain,
    broken,
    cut,
    decide,
    is_result,
    too_large,
    unreached,
)
from flowforge_jobs.engines.broker import Announcer
from flowforge_jobstore.database import Database
from flowforge_jobstore.ending import report, run_out
from flowforge_jobstore.records import Claim, Finish, Outcome, Retry
from servicekit import ConnectionCut, JobTicket, NotReached, current_job

P = ParamSpec("P")
T = TypeVar("T")
_RETRY_SECONDS = 0.2
_ASK_SECONDS = 0.25
_GRACE_SECONDS = 1.0  # in which handlers that check for cancellation end
_PATIENCE_SECONDS = 60.0
_BUSY = 3  # jobs in progress, from which ends of jobs are written together
_HINT_SECONDS = 0.25  # between hints of a worker that is full to others
_logger = logging.getLogger(__name__)


class Worker:
    """Runs as many jobs at once as the settings allow; all of them share connections and leases."""

    def __init__(
        self,
        name: str,
        database: Database,
        services: Services,
        announcer: Announcer,
        results: ResultStorage,
    ) -> None:
        self.settings = results.settings
        self.leases = LeaseKeeper(self.settings, name)
        self._database = database
        self._services = services
        self._announcer = announcer
        self._results = results
        self._tasks: set[asyncio.Task[None]] = set()
        self._calling = 0
        self._is_stopping = False
        self._hinted_at = 0.0
        self._commits = GroupCommit(
            database,
            name,
            self.settings.lease_seconds,
            free=self._free,
            is_busy=lambda: self._calling >= _BUSY,
            start=self._start,
            written=self._forget,
            on_full=self._hint,
        )

    def wake(self) -> None:
        """Look for work."""
        self._commits.wake()

    async def run(self) -> None:
        """Work until cancelled."""
        await self._commits.run()

    async def drain(self) -> None:
        """Take no more jobs, and wait for the end of those that run; some seconds later they are stopped."""
        self._is_stopping = True
        timer = asyncio.get_running_loop().call_later(self.settings.stop_seconds, self.leases.stop_all)
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._commits.flush()
        timer.cancel()

    def _free(self) -> int:
        return 0 if self._is_stopping else self.settings.concurrency - self._calling

    def _forget(self, job_id: str) -> None:
        self.leases.by_id.pop(job_id, None)

    def _hint(self) -> None:
        """Wake another worker: this one is full, and more jobs may be ready."""
        if time.monotonic() > self._hinted_at + _HINT_SECONDS:
            self._hinted_at = time.monotonic()
            self._announcer.announce()

    def _start(self, claim: Claim) -> None:
        self._calling += 1
        work = self._verdict(claim) if claim.kind == "call" else self._advance(claim)
        job = RunningJob(claim.id, claim.fence, asyncio.create_task(work))
        self.leases.by_id[claim.id] = job
        task = asyncio.create_task(self._see_through(claim, job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_through(self, claim: Claim, job: RunningJob) -> None:
        """Wait for the end of a job's work, and have written what becomes of the job."""
        try:
            verdict = await self._wait(job)
            if job.stopped == "cancelled" and claim.kind == "call":
                await self._run_out(claim)
        except Exception:
            _logger.exception("job %s could not be worked on", claim.id)
            verdict = broken(claim)
        finally:
            self._calling -= 1
        if isinstance(verdict, Outcome):
            self._commits.end(Finish(claim.id, claim.fence, verdict))
        elif verdict is not None:
            self._commits.end(
                Retry(
                    claim.id,
                    claim.fence,
                    verdict.delay_seconds,
                    verdict.counts,
                    crashed=verdict.crashed,
                    error=verdict.error,
                )
            )
        else:
            if self.leases.by_id.get(claim.id) is job:
                self._forget(claim.id)
            self.wake()

    async def _wait(self, job: RunningJob) -> Decision | None:
        """Return what becomes of a job; None if nothing is left to write."""
        await asyncio.wait([job.task])
        if not job.task.cancelled():
            verdict: Decision | None = job.task.result()
            return verdict
        if job.stopped == "cancelled":
            return Outcome("cancelled")
        return TryAgain(0.0, counts=False) if job.stopped == "stopping" else None

    async def _advance(self, claim: Claim) -> Outcome | None:
        """Advance a batch or a pipeline, and wake workers for the steps that it started."""
        current_job.set(claim.id)
        advanced = await self._insist(advance, claim, self.settings.max_result_bytes)
        if advanced is None:
            return None
        self._announcer.announce(advanced.started)
        if advanced.large is None:
            return None
        return await self._results.keep_run(claim, advanced.large)

    async def _run_out(self, claim: Claim) -> None:
        """Wait for work that goes on although its call was cancelled, and report that it does."""
        identity = Identity(claim.consumer_id, claim.consumer_name, claim.tier)
        clock = asyncio.get_running_loop().time
        began = clock()
        is_noted = False
        while clock() < began + claim.deadline_seconds and not self._is_stopping:
            if not await self._services.still_runs(claim.method, claim.path, identity=identity, job=claim.id):
                return
            if not is_noted and clock() > began + _GRACE_SECONDS:
                is_noted = True
                await self._insist(run_out, claim.id, claim.fence)
            await asyncio.sleep(_ASK_SECONDS)

    async def _verdict(self, claim: Claim) -> Decision:
        identity = Identity(claim.consumer_id, claim.consumer_name, claim.tier)
        ticket = JobTicket(claim.id, claim.deadline_seconds, progress=True)
        current_job.set(claim.id)

        async def tell(progress: dict[str, Any]) -> None:
            await self._report(claim, progress)

        try:
            async with self._results.spill() as spill:
                answer = await self._services.call(
                    claim.method,
                    claim.path,
                    claim.body,
                    identity=identity,
                    ticket=ticket,
                    on_progress=tell,
                    spill=spill,
                )
                if answer.file is not None and is_result(answer):
                    return await self._results.keep(claim, answer.status, answer.file)
        except NotReached as error:
            _logger.warning("job %s: %s", claim.id, error)
            return unreached()
        except ConnectionCut:
            return cut(claim)
        except AnswerTooLarge as error:
            return too_large(error.limit)
        return decide(claim, answer)

    async def _report(self, claim: Claim, progress: dict[str, Any]) -> None:
        """Keep what the operation reports; what cannot be written is told by the next report."""
        try:
            await self._database.write(report, claim.id, claim.fence, json.dumps(progress), progress)
        except (SQLAlchemyError, OSError) as error:
            _logger.warning("the progress of job %s was not written: %s", claim.id, error)

    async def _insist(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Write to the record, again while the database is away; its lease decides who wins in the end."""
        until = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        while True:
            try:
                return await self._database.write(call, *args, **kwargs)
            except (SQLAlchemyError, OSError) as error:
                _logger.warning("the record was not written: %s", error)
                if asyncio.get_running_loop().time() > until:
                    return None
                await asyncio.sleep(_RETRY_SECONDS)
