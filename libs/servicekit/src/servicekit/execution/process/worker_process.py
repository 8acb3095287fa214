"""One worker process as the service sees it: asked, watched, and killed when it breaks a rule."""

import asyncio
import contextlib
import logging
import os
import pickle
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servicekit.errors import InsufficientStorage, OperationError, ResourceLimit, TimedOut
from servicekit.execution.process.cells import Cell
from servicekit.execution.process.download_server import DownloadServer, Fetch
from servicekit.execution.process.launch import launch
from servicekit.execution.process.output_log import PrintedLines
from servicekit.execution.process.process_family import family_bytes, kill_family, resident_bytes
from servicekit.execution.transport.calls import CallNotStarted, WorkerCall, WorkerCrashed, contract_of
from servicekit.execution.transport.downloads import Download
from servicekit.execution.transport.frames import LENGTHS, Frame, FrameReader, MalformedFrame
from servicekit.execution.transport.unpacking import Answer, unpack
from servicekit.operations.runs import Process

OnProgress = Callable[[float, float, str], None]
_READ_BYTES = 1 << 18
_MAX_PROGRESS_FRAMES = 100_000
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a call may take: until *deadline*, *seconds* after it was asked for, within *limits*.

    *held* is the content of its HeldFile, if it has one; *fetch* downloads for it, if it may ask for that.
    """

    deadline: float
    seconds: float
    limits: Process
    on_progress: OnProgress | None = None
    held: Sequence[bytes] | None = None
    fetch: Fetch | None = None

    @property
    def address_space(self) -> int:
        return self.limits.max_memory_bytes + self.limits.reserved_bytes

    @property
    def memory(self) -> str:
        return f"{self.limits.max_memory_bytes / (1 << 20):g} MiB of memory"


class WorkerProcess:
    """Takes one call at a time. `on_exit` hears when the process has ended and everything of it is closed."""

    def __init__(
        self, environment: Mapping[str, str], on_exit: "Callable[[WorkerProcess], None]", cell: Cell | None
    ) -> None:
        self._cell = cell
        self._loop = asyncio.get_running_loop()
        self._launched = launch(environment)
        self._on_exit = on_exit
        self._frames = FrameReader()
        self._printed = PrintedLines(self._launched.output, lambda: self._request_id)
        self._request_id = ""
        self._answer: asyncio.Future[Frame] | None = None
        self._progress_frames = 0
        self._downloads: DownloadServer | None = None
        self._line = asyncio.Lock()  # one message at a time
        self._sending: set[asyncio.Task[None]] = set()
        self._call_started = True
        self._terms = Terms(0, 0, Process())
        self._resident_before = 0
        self._resident_idle = 0
        self.pid = self._launched.process.pid
        self.calls = 0
        self.ready = False
        self.worn = False
        self._killed = False
        self.doomed = False
        self.idle_since = 0.0
        self.exited: asyncio.Future[None] = self._loop.create_future()
        self._loop.add_reader(self._launched.socket, self._read)
        self._loop.add_reader(self._launched.output, self._printed.read)
        self._loop.add_reader(self._launched.pidfd, self._end)

    async def start(self, modules: Sequence[str], readable: Sequence[Path]) -> None:
        """Wait until the process has imported *modules*. Raises WorkerCrashed if it cannot.

        If it has a cell, it opens nothing but that, code and *readable*.
        """
        folder = self._cell.path if self._cell is not None else None
        header, _ = await self._ask((list(modules), folder, tuple(readable)))
        if header.get("kind") != "ready":
            self.kill()
            raise WorkerCrashed
        self._resident_idle = resident_bytes(self._launched.statm)
        self.ready = True

    async def run(self, call: WorkerCall, terms: Terms) -> Answer:
        """Return what the process answers to *call*, and kill it if it is late, greedy or lying.

        Raises CallNotStarted if the process died before it started the call, as when all of them were killed.
        """
        contract = contract_of(call.target)
        self._request_id, self._terms, self._progress_frames = call.request_id, terms, 0
        self._call_started = False
        self._printed.begin()
        self._resident_before = resident_bytes(self._launched.statm)
        self._downloads = DownloadServer(terms.fetch, self._deliver) if terms.fetch else None
        timer = self._loop.call_later(terms.deadline - time.monotonic(), self._expire)
        try:
            self._show(terms.held)
            with self._cell.holding(call.workspace) if self._cell is not None else nullcontext():
                header, body = await self._ask((call, terms.deadline, terms.seconds, terms.address_space))
        except MalformedFrame as error:
            self._distrust(error)
            raise WorkerCrashed from error
        finally:
            timer.cancel()
            await self._end_downloads()
        if header.get("children") or self._is_bloated():
            self.doomed = True
        try:
            return unpack((header, body), self._launched.window, contract, call.workspace, terms.memory)
        except MalformedFrame as error:
            self._distrust(error)
            raise WorkerCrashed from error

    async def _end_downloads(self) -> None:
        downloads, self._downloads = self._downloads, None
        if downloads is not None:
            await downloads.end()
        if self._sending:  # half a message is on its way: the next call would not be understood
            self.doomed = True

    async def _deliver(self, download: Download) -> None:
        """Send the answer to a download, to its end even if the call ends meanwhile."""
        sending = self._loop.create_task(self._send(_packed(download)))
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)
        await asyncio.shield(sending)

    def _show(self, held: Sequence[bytes] | None) -> None:
        if held is not None:
            try:
                self._launched.window.fill(held)
            except OSError as error:
                raise InsufficientStorage from error

    def check_memory(self, *, of_descendants: bool) -> None:
        """End the present call if the process, or all its family, holds more than the call may take."""
        statm = self._launched.statm
        held = family_bytes(self.pid, statm) if of_descendants else resident_bytes(statm)
        held -= self._resident_before
        if held > self._terms.limits.max_memory_bytes:
            self.fail(ResourceLimit(limit=self._terms.memory))

    def fail(self, error: OperationError) -> None:
        """Kill the process, and answer its present call with *error*."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
        self.kill()

    def kill(self) -> None:
        """Kill the process and all its descendants. It is closed when the kernel reports its end."""
        self.doomed = self._killed = True
        if not self.exited.done():
            kill_family(self.pid)

    async def _ask(self, message: object) -> Frame:
        self._answer = self._loop.create_future()
        try:
            await self._send(_packed(message))
            return await self._answer
        except BaseException:  # a call that was given up leaves no process in an unknown state
            self.kill()
            raise
        finally:
            self._answer = None

    async def _send(self, message: bytes) -> None:
        # The end of a dead process is reported separately, and fails the call with the reason.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            async with self._line:
                try:
                    sent = self._launched.socket.send(message)
                except BlockingIOError:
                    sent = 0
                if sent < len(message):
                    await self._loop.sock_sendall(self._launched.socket, memoryview(message)[sent:])

    def _read(self) -> bool:
        """Read what has arrived. Returns whether more may follow."""
        try:
            data = self._launched.socket.recv(_READ_BYTES)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        if not data:
            self._loop.remove_reader(self._launched.socket)
            self.kill()
            return False
        try:
            for header, body in self._frames.feed(data):
                self._receive(header, body)
        except MalformedFrame as error:
            self._distrust(error)
            return False
        return True

    def _receive(self, header: dict[str, Any], body: bytes) -> None:
        if self._answer is None or self._answer.done():
            if not self._killed:
                raise MalformedFrame("an answer that nobody waits for")
        elif header.get("kind") == "started":
            self._call_started = True
        elif header.get("kind") == "progress":
            self._report_progress(header)
        elif header.get("kind") == "fetch" and self._downloads is not None:
            self._downloads.begin(header, body)
        else:
            self._answer.set_result((header, body))

    def _report_progress(self, header: dict[str, Any]) -> None:
        done, total, note = header.get("done"), header.get("total"), header.get("note")
        self._progress_frames += 1
        if (
            not isinstance(done, (int, float))
            or not isinstance(total, (int, float))
            or not isinstance(note, str)
            or self._progress_frames > _MAX_PROGRESS_FRAMES
        ):
            raise MalformedFrame("a report of progress that is none")
        if self._terms.on_progress is not None:
            try:
                self._terms.on_progress(done, total, note)
            except Exception:
                logger.exception("a listener to progress failed")

    def _expire(self) -> None:
        self.fail(TimedOut(seconds=self._terms.seconds))

    def _is_bloated(self) -> bool:
        kept = resident_bytes(self._launched.statm) - self._resident_idle
        return kept > self._terms.limits.max_memory_bytes // 2

    def _distrust(self, error: MalformedFrame) -> None:
        logger.error("worker process %d was killed for its answer: %s", self.pid, error)
        self.fail(WorkerCrashed())

    def _end(self) -> None:
        """Close everything of a process that has ended; whatever it sent before still counts."""
        while not self._killed and self._read():
            pass
        launched = self._launched
        for source in (launched.socket, launched.output, launched.pidfd):
            self._loop.remove_reader(source)
        # Its number stays reserved until it is waited for, so what is left of its group can be killed safely.
        kill_family(self.pid)
        for sending in self._sending:
            sending.cancel()
        status = launched.process.wait()
        self._printed.end()
        launched.socket.close()
        for descriptor in (launched.output, launched.pidfd, launched.statm):
            os.close(descriptor)
        launched.window.close()
        if self._cell is not None:
            self._cell.remove()
        self.exited.set_result(None)
        self._tell_crash(status)
        self.doomed = True
        self._on_exit(self)

    def _tell_crash(self, status: int) -> None:
        if self._answer is None or self._answer.done():
            return
        if status == -signal.SIGABRT and self._printed.out_of_memory:
            self._answer.set_exception(ResourceLimit(limit=self._terms.memory))
            return
        if not self._call_started:
            self._answer.set_exception(CallNotStarted())
            return
        cause = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        logger.error("worker process %d ended during request %s: %s", self.pid, self._request_id, cause)
        self._answer.set_exception(WorkerCrashed())


def _packed(message: object) -> bytes:
    payload = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTHS.pack(0, len(payload)) + payload
