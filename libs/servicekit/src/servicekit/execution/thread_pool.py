"""A bounded pool of threads for blocking work: a full pool refuses calls instead of queueing them forever."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, TypeVar

from servicekit.errors import Busy, Cancelled, Unavailable
from servicekit.execution.shares import Shares

T = TypeVar("T")
SECONDS_TO_ANSWER = 0.2  # before the deadline, to answer a call that found no place in time
logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Job:
    call: Callable[[], Any]
    context: Context
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[Any]"
    consumer: str | None
    # Whoever takes the lock first decides: a thread that starts the call, or the caller who cancels it.
    claim: threading.Lock = field(default_factory=threading.Lock)


class ThreadPool:
    """Runs up to *workers* calls at once and lets *queue* more wait; consumers share both fairly.

    A call that outlives its caller keeps its thread until it returns, because threads cannot be killed; what
    it raises then is logged. The threads are daemons: a call that never returns does not hold up the exit.
    """

    def __init__(self, workers: int, queue: int, *, name: str = "servicekit") -> None:
        self.workers = workers
        self.capacity = workers + queue
        self._name = name
        self._shares: Shares[_Job] = Shares(workers, queue)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._running: set[_Job] = set()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._drained = asyncio.Event()

    @property
    def busy(self) -> int:
        """Number of calls that hold a thread, including those whose client has disconnected."""
        return len(self._running)

    @property
    def waiting(self) -> int:
        return max(0, self._shares.outstanding - len(self._running))

    async def run(
        self, call: Callable[[], T], *, consumer: str | None = None, deadline: float | None = None
    ) -> T:
        """Return what *call* returns on a thread, with a copy of the caller's context variables.

        Raises Busy if the pool is full or *deadline* (time.monotonic()) comes before a thread is free,
        ConsumerShareTaken if *consumer* has its share of the pool, and Unavailable if it is closed.
        """
        if self._closed:
            raise Unavailable
        self._shares.admit(consumer)
        loop = asyncio.get_running_loop()
        job = _Job(call, copy_context(), loop, loop.create_future(), consumer)
        self._shares.wait(consumer, job)
        self._dispatch()
        timer = None
        if deadline is not None:
            wait_seconds = deadline - time.monotonic() - SECONDS_TO_ANSWER
            timer = loop.call_later(wait_seconds, self._give_up, job)
        try:
            result: T = await job.answer
        except asyncio.CancelledError:
            self._cancel(job)
            raise
        finally:
            if timer is not None:
                timer.cancel()
        return result

    def _dispatch(self) -> None:
        """Hand waiting calls to threads, as far as places are free."""
        while (following := self._shares.peek()) is not None:
            consumer, job = following
            self._shares.withdraw(consumer, job)
            self._shares.hold(consumer)
            if len(self._threads) < self.workers and self._shares.held > len(self._threads):
                self._start_thread()
            self._jobs.put(job)

    def _cancel(self, job: _Job) -> None:
        if self._shares.withdraw(job.consumer, job):
            job.claim.acquire(blocking=False)
            self._leave(job)
        elif job.claim.acquire(blocking=False):
            self._release(job)

    def _give_up(self, job: _Job) -> None:
        """Refuse a call that waited for a thread until its deadline."""
        if not job.answer.done() and self._shares.withdraw(job.consumer, job):
            job.claim.acquire(blocking=False)
            self._leave(job)
            job.answer.set_exception(Busy())

    async def close(self, timeout: float) -> bool:  # noqa: ASYNC109 - the threads outlive a cancelled wait
        """Accept no more calls and wait for the running ones. Returns whether all have ended."""
        self._closed = True
        if self._shares.outstanding:
            self._drained.clear()
            try:
                await asyncio.wait_for(self._drained.wait(), timeout)
            except TimeoutError:
                logger.warning("%d calls on threads were still running at shutdown", self._shares.outstanding)
        for _ in self._threads:
            self._jobs.put(None)
        return self._shares.outstanding == 0

    def _start_thread(self) -> None:
        name = f"{self._name}-{len(self._threads)}"
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.claim.acquire(blocking=False):
                self._running.add(job)
                self._perform(job)
            # A thread that waits must not keep the last call's arguments alive.
            del job

    def _perform(self, job: _Job) -> None:
        result, failure = _outcome(job)
        try:
            job.loop.call_soon_threadsafe(self._settle, job, result, failure)
        except RuntimeError:  # the loop is closed, so no one waits for the result
            self._running.discard(job)
            _log_late(failure)
        # The failure's traceback may lead back to this frame: break the circle.
        del result, failure

    def _settle(self, job: _Job, result: object, failure: BaseException | None) -> None:
        self._running.discard(job)
        self._release(job)
        if job.answer.done():
            _log_late(failure)
        elif failure is None:
            job.answer.set_result(result)
        elif isinstance(failure, StopIteration):
            # A future refuses StopIteration, and would leave its caller waiting for ever.
            wrapped = RuntimeError("a call on a thread raised StopIteration")
            wrapped.__cause__ = failure
            job.answer.set_exception(wrapped)
        else:
            job.answer.set_exception(failure)

    def _release(self, job: _Job) -> None:
        self._shares.free(job.consumer)
        self._leave(job)
        self._dispatch()

    def _leave(self, job: _Job) -> None:
        # The answer outlives the call in its caller's frame, the arguments need not.
        job.call = _nothing
        self._shares.leave(job.consumer)
        if self._shares.outstanding == 0:
            self._drained.set()


def _outcome(job: _Job) -> tuple[object, BaseException | None]:
    try:
        return job.context.run(job.call), None
    except BaseException as error:  # noqa: BLE001 - every failure belongs to the caller, never to the thread
        return None, error


def _nothing() -> None:
    return


def _log_late(failure: BaseException | None) -> None:
    if failure is not None and not isinstance(failure, Cancelled):
        logger.error("a call failed on its thread after its caller had left", exc_info=failure)
