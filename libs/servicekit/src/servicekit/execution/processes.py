"""The pool of worker processes: started on need, recycled, replaced when they die, closed when idle."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servicekit.errors import Busy, Unavailable
from servicekit.execution.calls import WorkerCall, WorkerCrashed
from servicekit.execution.process import OnProgress, Terms, WorkerProcess
from servicekit.execution.unpacking import Answer
from servicekit.runs import Process

_START_SECONDS = 30.0
_WATCH_SECONDS = 0.05
_WATCHES_A_CENSUS = 4  # finding descendants means reading a file for each thread
_NO_VARIABLES: Mapping[str, str] = {}
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Caller:
    limits: Process
    turn: "asyncio.Future[WorkerProcess]"


class WorkerPool:
    """Runs up to *size* calls at once and lets *queue* more wait, first come, first served.

    Workers import *modules* before their first call. They get a scrubbed environment and *environment*. A
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
        idle_close_seconds: float = 300.0,
    ) -> None:
        self.size = size
        self.capacity = size + queue
        self.name = name
        self._modules = tuple(modules)
        self._environment = dict(environment)
        self._idle_close_seconds = idle_close_seconds
        self._outstanding = 0
        self._callers: deque[_Caller] = deque()
        self._processes: set[WorkerProcess] = set()
        self._idle: deque[WorkerProcess] = deque()
        self._running: set[WorkerProcess] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._watch: asyncio.TimerHandle | None = None
        self._watches = 0
        self._idle_check: asyncio.TimerHandle | None = None
        self._closed = False
        self._settled = asyncio.Event()

    @property
    def busy(self) -> int:
        return len(self._running)

    @property
    def waiting(self) -> int:
        return len(self._callers)

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
    ) -> Answer:
        """Run *call* in a worker until *deadline*, on the clock of time.monotonic().

        *held* is the content of the HeldFile among its arguments.

        Raises what the handler raised, TimedOut past the deadline, ResourceLimit over its memory, Busy if the
        pool is full or the deadline passes in the queue, and WorkerCrashed if the process dies.
        """
        if self._closed:
            raise Unavailable
        if self._outstanding >= self.capacity:
            raise Busy
        self._outstanding += 1
        terms = Terms(deadline, round(deadline - time.monotonic(), 2), limits, on_progress, held)
        try:
            process = self._pick(limits) if not self._callers else None
            if process is None:
                process = await self._wait_for_turn(limits, deadline)
            else:
                self._begin(process, limits)
            try:
                return await process.run(call, terms)
            finally:
                self._give_back(process)
        finally:
            self._outstanding -= 1

    async def close(self, grace: float) -> None:
        """Take no more calls, let the running ones end within *grace* seconds, then end every process."""
        self._closed = True
        while self._callers:
            _settle(self._callers.popleft(), Unavailable())
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

    async def _wait_for_turn(self, limits: Process, deadline: float) -> WorkerProcess:
        loop = asyncio.get_running_loop()
        caller = _Caller(limits, loop.create_future())
        self._callers.append(caller)
        late = Busy()
        timer = loop.call_later(deadline - time.monotonic(), _settle, caller, late)
        self._dispatch()
        try:
            return await caller.turn
        except asyncio.CancelledError:
            if caller.turn.done() and not caller.turn.cancelled() and caller.turn.exception() is None:
                self._give_back(caller.turn.result())
            raise
        finally:
            timer.cancel()
            if caller in self._callers:
                self._callers.remove(caller)
                self._dispatch()

    def _pick(self, limits: Process) -> WorkerProcess | None:
        """Take the idle worker that was used last, if fresh enough: so the others can be closed."""
        if len(self._running) >= self.size:
            return None
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

    def _give_back(self, process: WorkerProcess) -> None:
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
        """Give workers to those who wait, in their order, and start what is missing."""
        while self._callers and (process := self._pick(self._callers[0].limits)):
            caller = self._callers.popleft()
            if caller.turn.done():
                self._idle.append(process)
            else:
                self._begin(process, caller.limits)
                caller.turn.set_result(process)
        missing = min(len(self._callers), self.size - len(self._running)) - len(self._starting)
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
            process = WorkerProcess(self._environment, self._forget)
            self._processes.add(process)
            await asyncio.wait_for(process.start(self._modules), _START_SECONDS)
        except (OSError, TimeoutError, WorkerCrashed):
            logger.exception("a process of the pool %s did not start", self.name)
            # One caller for one failed start: nobody waits for ever, and nobody starts processes in a circle.
            if self._callers:
                _settle(self._callers.popleft(), WorkerCrashed())
        else:
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
    if not caller.turn.done():
        caller.turn.set_exception(error)
