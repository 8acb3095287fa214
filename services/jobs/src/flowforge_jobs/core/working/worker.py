"""Claim a job, call its operation, store the result."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobs.core.runs.advancing import advance
from flowforge_jobs.core.services import AnswerCut, Identity, NoAnswer, Services
from flowforge_jobs.core.spilling import AnswerTooLarge
from flowforge_jobs.core.working.holding import Holding, Holdings
from flowforge_jobs.core.working.judging import Again, Verdict, cut, is_result, judge, too_large, unreached
from flowforge_jobs.core.working.keeping import ResultKeeper
from flowforge_jobs.engines.broker import Announcer
from flowforge_jobstore.claiming import claim_next
from flowforge_jobstore.database import Database
from flowforge_jobstore.ending import finish, release, report, run_out
from flowforge_jobstore.records import Claim, Outcome
from servicekit import JobTicket

P = ParamSpec("P")
T = TypeVar("T")
_RETRY_SECONDS = 0.2
_ASK_SECONDS = 0.25
_GRACE_SECONDS = 1.0  # in which handlers that check for cancellation end
BROKEN = {
    "code": "JOB_RUN_BROKEN",
    "message": "The run cannot go on: its steps are damaged.",
    "retryable": False,
}
_PATIENCE_SECONDS = 60.0
_logger = logging.getLogger(__name__)


class Worker:
    """Runs jobs one after another in each of its slots; all of them share connections and leases."""

    def __init__(
        self,
        name: str,
        database: Database,
        services: Services,
        announcer: Announcer,
        keeper: ResultKeeper,
    ) -> None:
        self.name = name
        self.database = database
        self.services = services
        self.announcer = announcer
        self.keeper = keeper
        self.settings = keeper.settings
        self.holdings = Holdings(database, name, self.settings.lease_seconds)
        self.stopping = False

    async def work(self) -> int:
        """Run jobs until none is ready; return how many."""
        done = 0
        while not self.stopping and await self._work_once():
            done += 1
        return done

    async def _work_once(self) -> bool:
        try:
            claim = await self.database.write(claim_next, self.name, self.settings.lease_seconds)
        except (SQLAlchemyError, OSError) as error:
            _logger.warning("no job could be claimed: %s", error)
            return False
        if claim is None:
            return False
        if claim.kind != "call":
            await self._advance(claim)
            return True
        holding = Holding(claim.id, claim.fence, asyncio.ensure_future(self._verdict(claim)))
        self.holdings.by_id[claim.id] = holding
        try:
            verdict = await self._wait(holding)
            if holding.why == "cancelled":
                await self._run_out(claim)
            if verdict is not None:
                await self._write(claim, verdict)
        finally:
            if self.holdings.by_id.get(claim.id) is holding:
                del self.holdings.by_id[claim.id]
        return True

    async def _advance(self, claim: Claim) -> None:
        """Advance a batch or a pipeline, and wake workers for the steps that it started."""
        try:
            advanced = await self.insist(advance, claim, self.settings.max_result_bytes)
            if advanced is not None and advanced.large is not None:
                await self._end_run(claim, advanced.large)
        except Exception:
            _logger.exception("run %s cannot go on", claim.id)
            broken = Outcome("dead", error=json.dumps(BROKEN), reason="broken")
            await self.insist(finish, claim.id, claim.fence, broken)
        else:
            self.announcer.announce(advanced.started if advanced is not None else 0)

    async def _end_run(self, claim: Claim, outcome: Outcome) -> None:
        """Keep the large result of a run in the file store; the lease of the run is renewed meanwhile."""
        holding = Holding(claim.id, claim.fence, asyncio.ensure_future(self.keeper.keep_run(claim, outcome)))
        self.holdings.by_id[claim.id] = holding
        try:
            await asyncio.wait([holding.task])
            if not holding.task.cancelled():
                await self.insist(finish, claim.id, claim.fence, holding.task.result())
        finally:
            self.holdings.by_id.pop(claim.id, None)

    async def _wait(self, holding: Holding) -> Verdict | None:
        """Return what becomes of a job; None if it is another worker's by now."""
        await asyncio.wait([holding.task])
        if not holding.task.cancelled():
            verdict: Verdict = holding.task.result()
            return verdict
        if holding.why == "cancelled":
            return Outcome("cancelled")
        return Again(0.0, counts=False) if holding.why == "stopping" else None

    async def _run_out(self, claim: Claim) -> None:
        """Wait for work that goes on although its call was cancelled, and report that it does."""
        identity = Identity(claim.consumer_id, claim.consumer_name, claim.tier)
        clock = asyncio.get_running_loop().time
        began = clock()
        is_noted = False
        while clock() < began + claim.deadline_seconds and not self.stopping:
            if not await self.services.still_runs(claim.method, claim.path, identity=identity, job=claim.id):
                return
            if not is_noted and clock() > began + _GRACE_SECONDS:
                is_noted = True
                await self.insist(run_out, claim.id, claim.fence)
            await asyncio.sleep(_ASK_SECONDS)

    async def _verdict(self, claim: Claim) -> Verdict:
        identity = Identity(claim.consumer_id, claim.consumer_name, claim.tier)
        ticket = JobTicket(claim.id, claim.deadline_seconds, progress=True)

        async def tell(progress: dict[str, Any]) -> None:
            await self._report(claim, progress)

        try:
            async with self.keeper.spill() as spill:
                answer = await self.services.call(
                    claim.method,
                    claim.path,
                    claim.body,
                    identity=identity,
                    ticket=ticket,
                    on_progress=tell,
                    spill=spill,
                )
                if answer.file is not None and is_result(answer):
                    return await self.keeper.keep(claim, answer.status, answer.file)
        except NoAnswer as error:
            _logger.warning("job %s: %s", claim.id, error)
            return unreached()
        except AnswerCut:
            return cut(claim)
        except AnswerTooLarge as error:
            return too_large(error.limit)
        return judge(claim, answer)

    async def _report(self, claim: Claim, progress: dict[str, Any]) -> None:
        """Keep what the operation reports; what cannot be written is told by the next report."""
        try:
            await self.database.write(report, claim.id, claim.fence, json.dumps(progress), progress)
        except (SQLAlchemyError, OSError) as error:
            _logger.warning("the progress of job %s was not written: %s", claim.id, error)

    async def _write(self, claim: Claim, verdict: Verdict) -> None:
        if isinstance(verdict, Outcome):
            await self.insist(finish, claim.id, claim.fence, verdict)
            return
        await self.insist(
            release,
            claim.id,
            claim.fence,
            delay_seconds=verdict.delay_seconds,
            counts=verdict.counts,
            crashed=verdict.crashed,
            error=verdict.error,
        )

    async def insist(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Write to the record, again while the database is away; its lease decides who wins in the end."""
        until = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        while True:
            try:
                return await self.database.write(call, *args, **kwargs)
            except (SQLAlchemyError, OSError) as error:
                _logger.warning("the record was not written: %s", error)
                if asyncio.get_running_loop().time() > until:
                    return None
                await asyncio.sleep(_RETRY_SECONDS)
