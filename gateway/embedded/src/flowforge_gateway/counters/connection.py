"""One pipelined Redis connection. While Redis is down, commands get None, and the outage is logged once."""

import asyncio
import logging
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import hiredis

from flowforge_gateway.counters.script import Command, by_source

# The stub of hiredis.pack_command takes a command of one word only.
pack_command: Callable[[Command], bytes] = hiredis.pack_command  # type: ignore[assignment] # see above
logger = logging.getLogger(__name__)
Answer = Callable[[Any], None]  # gets None while Redis is away
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 1.0


@dataclass(frozen=True)
class RedisAddress:
    """Address and credentials of Redis."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    database: int = 0
    timeout_seconds: float = 0.5
    tls: ssl.SSLContext | None = None
    server_name: str | None = None  # that the certificate must have, if it is not the host


@dataclass(slots=True)
class _Asked:
    command: Command
    answer: Answer
    since: float


class RedisConnection(asyncio.Protocol):
    """Sends commands to Redis. Commands of one event-loop iteration are sent together."""

    def __init__(self, address: RedisAddress, *, without_it: str) -> None:
        """Connect, and reconnect when the connection is lost. *without_it* is the consequence to log."""
        self.address = address
        self.unanswered = 0
        self._without_it = without_it
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._reader = hiredis.Reader()
        self._asked: deque[_Asked] = deque()
        self._outgoing: list[bytes] = []
        self._outage = False
        self._closing = False
        self._connected = asyncio.Event()
        self._tasks = {self._loop.create_task(self._keep_connected()), self._loop.create_task(self._watch())}

    @property
    def is_away(self) -> bool:
        """Whether Redis was found to be down, and has not answered since."""
        return self._outage

    def ask(self, command: Command, answer: Answer) -> None:
        """Send *command*. *answer* gets the reply, or None immediately while Redis is down."""
        if self._transport is None:
            self.unanswered += 1
            answer(None)
            return
        self._asked.append(_Asked(command, answer, self._loop.time()))
        self._send(command)

    async def close(self) -> None:
        """Close the connection."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Authenticate and select the database."""
        self._transport = transport  # type: ignore[assignment] # create_connection makes asyncio.Transport
        self._reader = hiredis.Reader()
        self._connected.set()
        login = [part for part in (self.address.username, self.address.password) if part]
        if login:
            self._introduce("AUTH", *login)
        if self.address.database:
            self._introduce("SELECT", self.address.database)

    def data_received(self, data: bytes) -> None:
        """Pass each reply to its callback."""
        self._reader.feed(data)
        while self._asked:
            reply = self._reader.gets()
            if reply is False:
                return
            self._answered(self._asked.popleft(), reply)

    def connection_lost(self, _error: Exception | None) -> None:
        """Answer all waiting commands with None. `_keep_connected` reconnects."""
        self._transport = None
        self._connected.clear()
        self._outgoing.clear()
        self._report("the connection broke")
        waiting, self._asked = self._asked, deque()
        for asked in waiting:
            self.unanswered += 1
            asked.answer(None)

    def _answered(self, asked: _Asked, reply: Any) -> None:
        if isinstance(reply, hiredis.ReplyError):
            if str(reply).startswith("NOSCRIPT"):
                command = by_source(asked.command)
                self._asked.append(_Asked(command, asked.answer, self._loop.time()))
                self._send(command)
                return
            self._report(str(reply))
            self.unanswered += 1
            asked.answer(None)
            return
        if self._outage:
            self._outage = False
            logger.warning("Redis is back")
        asked.answer(reply)

    async def connected(self) -> bool:
        """Wait for the first connection, up to the timeout. Returns whether it was made."""
        try:
            async with asyncio.timeout(self.address.timeout_seconds):
                await self._connected.wait()
        except TimeoutError:
            return False
        return True

    async def drained(self) -> None:
        """Wait until every command is answered, up to the timeout."""
        deadline = self._loop.time() + self.address.timeout_seconds
        while self._asked and self._loop.time() < deadline:  # noqa: ASYNC110 - only at the end of a process
            await asyncio.sleep(_FIRST_PAUSE_SECONDS)

    def _introduce(self, *command: str | int) -> None:
        def ignore(_reply: Any) -> None:
            """Ignore the reply: errors are logged when replies arrive."""

        self._asked.append(_Asked(command, ignore, self._loop.time()))
        self._send(command)

    def _send(self, command: Command) -> None:
        if not self._outgoing:
            self._loop.call_soon(self._flush)
        self._outgoing.append(pack_command(command))

    def _flush(self) -> None:
        if self._transport is not None and self._outgoing:
            self._transport.write(b"".join(self._outgoing))
        self._outgoing.clear()

    async def _keep_connected(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._closing:
            if self._transport is None:
                try:
                    async with asyncio.timeout(self.address.timeout_seconds):
                        await self._connect()
                    pause = _FIRST_PAUSE_SECONDS
                except OSError as error:  # a timeout is one too
                    self._report(f"no connection ({type(error).__name__})")
                    pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            await asyncio.sleep(pause)

    async def _connect(self) -> None:
        address = self.address
        name = (address.server_name or address.host) if address.tls else None
        await self._loop.create_connection(
            lambda: self, address.host, address.port, ssl=address.tls, server_hostname=name
        )

    async def _watch(self) -> None:
        """Drop the connection when Redis does not reply in time."""
        limit = self.address.timeout_seconds
        while True:
            await asyncio.sleep(limit / 4)
            if self._asked and self._transport and self._loop.time() - self._asked[0].since > limit:
                self._report("no answer in time")
                self._transport.abort()

    def _report(self, reason: str) -> None:
        if not self._outage and not self._closing:
            self._outage = True
            logger.error("Redis is down, %s: %s", self._without_it, reason)
