"""Resources of a service: opened in the lifespan or when first needed, shared, pinged, closed."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from typing import Any

from servicekit.execution.shares import Shares
from servicekit.operations.resources import Detail, Resource

_WAITING_PER_SLOT = 4


class OpenResource:
    """One resource: its value while it is open, its users, and the requests that wait for it."""

    def __init__(self, resource: Resource, settings: Any) -> None:
        self.resource = resource
        self.value: Any = None
        self.is_open = False
        self._settings = settings
        self._stack = AsyncExitStack()
        self._lock = asyncio.Lock()
        self._users = 0
        most = resource.max_concurrency
        self._shares = Shares[asyncio.Future[None]](most, _WAITING_PER_SLOT * most) if most else None
        self._last_used = 0.0

    async def open(self) -> Any:
        async with self._lock:
            if not self.is_open:
                manager = self.resource.open(self._settings)
                if isinstance(manager, AbstractAsyncContextManager):
                    self.value = await self._stack.enter_async_context(manager)
                else:
                    self.value = await asyncio.to_thread(self._stack.enter_context, manager)
                self.is_open = True
        return self.value

    async def close(self) -> None:
        async with self._lock:
            if self.is_open:
                self.is_open = False
                await self._stack.aclose()
                self._stack, self.value = AsyncExitStack(), None

    async def close_if_idle(self) -> None:
        idle = self.resource.idle_close
        if idle is None or self._users or not self.is_open:
            return
        if time.monotonic() - self._last_used > idle.total_seconds():
            await self.close()

    @asynccontextmanager
    async def use(self, consumer: str | None = None) -> AsyncIterator[Any]:
        """Acquire a slot and yield the value. Slots are shared fairly among consumers.

        Raises Busy when too many requests wait, ConsumerShareTaken when too many of this consumer do.
        """
        async with _slot(self._shares, consumer) if self._shares is not None else nullcontext():
            self._users += 1
            try:
                yield self.value if self.is_open else await self.open()
            finally:
                self._users -= 1
                self._last_used = time.monotonic()

    async def ping(self) -> Detail:
        """Return what the resource says of itself. Raises if it is open and does not work."""
        if not self.is_open or self.resource.ping is None:
            return None
        answer = self.resource.ping(self.value)
        return await answer if isinstance(answer, Awaitable) else answer


@asynccontextmanager
async def _slot(shares: Shares[asyncio.Future[None]], consumer: str | None) -> AsyncIterator[None]:
    """Acquire one of the slots that *shares* counts."""
    shares.admit(consumer)
    try:
        await _acquire(shares, consumer)
        try:
            yield
        finally:
            shares.free(consumer)
            _start_next(shares)
    finally:
        shares.leave(consumer)


async def _acquire(shares: Shares[asyncio.Future[None]], consumer: str | None) -> None:
    granted = asyncio.get_running_loop().create_future()
    shares.wait(consumer, granted)
    _start_next(shares)
    try:
        await granted
    except asyncio.CancelledError:
        if not shares.withdraw(consumer, granted):  # the slot was granted before the cancellation arrived
            shares.free(consumer)
            _start_next(shares)
        raise


def _start_next(shares: Shares[asyncio.Future[None]]) -> None:
    while (following := shares.peek()) is not None:
        consumer, granted = following
        shares.withdraw(consumer, granted)
        if not granted.done():
            shares.hold(consumer)
            granted.set_result(None)


class ResourcePool:
    """All resources of a service by name."""

    def __init__(self, resources: Sequence[Resource], settings: Any) -> None:
        self.by_name: Mapping[str, OpenResource] = {
            one.name: OpenResource(one, settings) for one in resources
        }
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        for one in self.by_name.values():
            if not one.resource.lazy:
                await one.open()
        periods = [one.resource.idle_close for one in self.by_name.values() if one.resource.idle_close]
        if periods:
            self._sweeper = asyncio.create_task(self._sweep(min(periods).total_seconds() / 4))

    async def close(self) -> None:
        if self._sweeper is not None:
            self._sweeper.cancel()
        for one in reversed(list(self.by_name.values())):
            await one.close()

    async def _sweep(self, pause_seconds: float) -> None:
        while True:
            await asyncio.sleep(pause_seconds)
            for one in self.by_name.values():
                await one.close_if_idle()
