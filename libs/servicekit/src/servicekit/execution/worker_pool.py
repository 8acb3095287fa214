"""The pool of worker processes: started on need, recycled, replaced when they die, closed when idle."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from servicekit.errors import Busy, Unavailable
from servicekit.execution.process.cells import Cell
from servicekit.execution.process.download_server import Fetch
from servicekit.execution.process.worker_process import OnProgress, Terms, WorkerProcess
from servicekit.execution.shares import Shares
from servicekit.execution.thread_pool import SECONDS_TO_ANSWER
from servicekit.execution.transport.calls import CallNotStarted, WorkerCall, WorkerCrashed
from servicekit.execution.transport.unpacking import Answer
from servicekit.operations.runs import Process

_START_SECONDS = 30.0
_STARTS = 3  # in a row that may fail before a call fails
_WATCH_SECONDS = 0.05
_WATCHES_A_CENSUS = 4  # finding descendants means reading a file for each thread
_NO_VARIABLES: Mapping[str, str] = {}
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Caller:
    """A call that waits for a process."""

    consumer: str | None
    limits: Process
    granted: "asyncio.Future[WorkerProcess]"


class WorkerPool:
    """Runs up to *size* calls at once and lets *queue* more wait; consumers share both fairly.

    Workers import *modules* before their first call. They get a scrubbed environment and *environment*. With
    *cells*, a folder on the disk of the workspaces, workers open the files of their present call only, code,
    and *readable*; each workspace is then a folder alone in its parent. A
    worker's replacement starts while its last call runs: for that time there is a process more than *size*.
    Workers die with the thread that runs the event loop: let it be the main one.
    """

    def __init__(
        self,
        size: int,
        queue: int,
        modules: Sequence[str] = (),
        *,
        name: str = "worker",
        environment: Mapping[str, str] = _NO_VARIABLES,
        cells: Path | None = None,
        readable: Sequence[Path] = (),
        idle_close_seconds: float = 300.0,
    ) -> None:
        self.size = size
        self.capacity = size + queue
        self.name = name
        self._modules = tuple(modules)
        self._environment = dict(environment)
        self._cells = cells
        self._readable = tuple(readable)
        self._idle_close_seconds = idle_close_seconds
        self._shares: Shares[_Caller] = Shares(size, queue)
        self._processes: set[WorkerProcess] = set()
        self._idle: deque[WorkerProcess] = deque()
        self._running: set[WorkerProcess] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._watch: asyncio.TimerHandle | None = None
        self._watches = 0
        self._idle_check: asyncio.TimerHandle | None = None
        self._failed_starts = 0
        self._closed = False
        self._settled = asyncio.Event()

    @property
    def busy(self) -> int:
        return len(self._running)

    @property
    def waiting(self) -> int:
        return self._shares.waiting

    @property
    def pids(self) -> list[int]:
        """The processes that live at present, those that are just starting included."""
        return [process.pid for process in self._processes]

    async def run(
        self,
        call: WorkerCall,
        *,
        deadline: float,
        limits: Process,
        on_progress: OnProgress | None = None,
        held: Sequence[bytes] | None = None,
        fetch: Fetch | None = None,
        consumer: str | None = None,
    ) -> Answer:
        """Run *call* in a worker until *deadline*, on the clock of time.monotonic().

        *held* is the content of the HeldFile among its arguments; *fetch* downloads files where the worker
        cannot reach them.

        Raises what the handler raised, TimedOut past the deadline, ResourceLimit over its memory, Busy if the
        pool is full or the deadline passes in the queue, ConsumerShareTaken if *consumer* has its share of
        the pool, and WorkerCrashed if the process dies.
        """
        if self._closed:
            raise Unavailable
        self._shares.admit(consumer)
        terms = Terms(deadline, round(deadline - time.monotonic(), 2), limits, on_progress, held, fetch)
        try:
            while True:
                process = await self._wait(_Caller(consumer, limits, self._new_future()), deadline)
                try:
                    return await process.run(call, terms)
                except CallNotStarted:
                    logger.warning("worker process %d ended before its call; another runs it", process.pid)
                finally:
                    self._give_back(process, consumer)
        finally:
            self._shares.leave(consumer)

    async def close(self, grace: float) -> None:
        """Accept no more calls, let the running ones end within *grace* seconds, then end every process."""
        self._closed = True
        for caller in self._shares.withdraw_all():
            _settle(caller, Unavailable())
        if self._running:
            self._settled.clear()
            try:
                await asyncio.wait_for(self._settled.wait(), grace)
            except TimeoutError:
                logger.warning("%d calls in worker processes were ended by the shutdown", len(self._running))
        await self._end_processes()

    async def _end_processes(self) -> None:
        for process in self._running:
            process.fail(Unavailable())
        for task in list(self._starting):
            task.cancel()
        for timer in (self._watch, self._idle_check):
            if timer is not None:
                timer.cancel()
        processes = list(self._processes)
        for process in processes:
            process.kill()
        await asyncio.gather(*self._starting, *(each.exited for each in processes), return_exceptions=True)

    def _new_future(self) -> "asyncio.Future[WorkerProcess]":
        return asyncio.get_running_loop().create_future()

    async def _wait(self, caller: _Caller, deadline: float) -> WorkerProcess:
        """Return a process for the call, when there is one and the consumer may have it."""
        self._shares.wait(caller.consumer, caller)
        self._dispatch()
        if caller.granted.done():
            return caller.granted.result()
        loop = asyncio.get_running_loop()
        wait_seconds = deadline - time.monotonic() - SECONDS_TO_ANSWER
        timer = loop.call_later(wait_seconds, _settle, caller, Busy())
        try:
            return await caller.granted
        except asyncio.CancelledError:
            granted = caller.granted
            if granted.done() and not granted.cancelled() and granted.exception() is None:
                self._give_back(granted.result(), caller.consumer)
            raise
        finally:
            timer.cancel()
            if self._shares.withdraw(caller.consumer, caller):
                self._dispatch()

    def _pick(self, limits: Process) -> WorkerProcess | None:
        """Return the idle worker that was used last, if fresh enough: the others can then be closed."""
        for process in reversed(self._idle):
            if process.calls < limits.recycle_after and not process.doomed:
                self._idle.remove(process)
                return process
        return None

    def _begin(self, process: WorkerProcess, limits: Process) -> None:
        process.calls += 1
        self._running.add(process)
        if process.calls >= limits.recycle_after:
            process.worn = True
            self._replace()
        if self._watch is None:
            self._watch = asyncio.get_running_loop().call_later(_WATCH_SECONDS, self._check_memory)

    def _give_back(self, process: WorkerProcess, consumer: str | None) -> None:
        self._shares.free(consumer)
        self._running.discard(process)
        if not self._running:
            self._settled.set()
        if process.worn or self._closed:
            process.kill()
        elif process.doomed:
            process.kill()
            self._replace()
        else:
            self._rest(process)
        self._dispatch()

    def _rest(self, process: WorkerProcess) -> None:
        process.idle_since = time.monotonic()
        self._idle.append(process)
        if self._idle_check is None:
            loop = asyncio.get_running_loop()
            self._idle_check = loop.call_later(self._idle_close_seconds, self._close_idle)

    def _dispatch(self) -> None:
        """Assign workers to waiting calls, and start the workers that are missing."""
        while (following := self._shares.peek()) and (process := self._pick(following[1].limits)):
            consumer, caller = following
            self._shares.withdraw(consumer, caller)
            if caller.granted.done():
                self._idle.append(process)
            else:
                self._shares.hold(consumer)
                self._begin(process, caller.limits)
                caller.granted.set_result(process)
        missing = min(self._shares.startable, self.size - len(self._running)) - len(self._starting)
        for _ in range(missing):
            if self._fresh >= self.size and self._idle:
                self._idle.popleft().kill()  # it has served more calls than the next one allows
            self._replace()

    @property
    def _fresh(self) -> int:
        usable = sum(
            1 for process in self._processes if process.ready and not (process.doomed or process.worn)
        )
        return usable + len(self._starting)

    def _replace(self) -> None:
        if not self._closed and self._fresh < self.size:
            task = asyncio.get_running_loop().create_task(self._start())
            self._starting.add(task)
            task.add_done_callback(self._started)

    async def _start(self) -> None:
        process = None
        try:
            cell = Cell(self._cells) if self._cells is not None else None
            process = WorkerProcess(self._environment, self._forget, cell)
            self._processes.add(process)
            await asyncio.wait_for(process.start(self._modules, self._readable), _START_SECONDS)
        except (OSError, TimeoutError, WorkerCrashed) as error:
            logger.exception("a process of the pool %s did not start", self.name)
            self._failed_starts += 1
            if isinstance(error, WorkerCrashed) and self._failed_starts < _STARTS:
                return  # a process may have been killed with others: it is started again for who waits
            # Fail one call for each failed start: no call waits forever, and starts end.
            if (following := self._shares.peek()) is not None:
                self._shares.withdraw(*following)
                _settle(following[1], WorkerCrashed())
        else:
            self._failed_starts = 0
            self._rest(process)

    def _started(self, task: "asyncio.Task[None]") -> None:
        self._starting.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a process of the pool %s did not start", self.name, exc_info=error)
        self._dispatch()

    def _forget(self, process: WorkerProcess) -> None:
        self._processes.discard(process)
        if process in self._idle:
            self._idle.remove(process)
        self._dispatch()

    def _check_memory(self) -> None:
        self._watch = None
        self._watches += 1
        for process in list(self._running):
            process.check_memory(of_descendants=self._watches % _WATCHES_A_CENSUS == 0)
        if self._running:
            self._watch = asyncio.get_running_loop().call_later(_WATCH_SECONDS, self._check_memory)

    def _close_idle(self) -> None:
        self._idle_check = None
        expired = time.monotonic() - self._idle_close_seconds
        for process in [each for each in self._idle if each.idle_since <= expired]:
            self._idle.remove(process)
            process.kill()
        if self._idle:
            wait = self._idle[0].idle_since - expired
            self._idle_check = asyncio.get_running_loop().call_later(max(wait, 0.01), self._close_idle)


def _settle(caller: _Caller, error: Exception) -> None:
    if not caller.granted.done():
        caller.granted.set_exception(error)
