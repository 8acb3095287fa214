"""Cancel work when the client disconnects, the deadline passes, or the service stops."""

import asyncio
import time
from collections.abc import Awaitable
from typing import Any, TypeVar

from servicekit.errors import TimedOut, Unavailable
from servicekit.http.errors.request_errors import ClientGone
from servicekit.http.execution.live_context import LiveContext
from servicekit.http.request.request_state import RequestState

T = TypeVar("T")


class Watch:
    """Watches over one request. *closing* is set when work in flight must end because the service stops."""

    def __init__(
        self,
        request: RequestState,
        context: LiveContext,
        closing: asyncio.Future[None],
        *,
        listens: bool = True,
    ) -> None:
        self._listens = listens
        self._exchange = request
        self._context = context
        self._closing = closing
        self._leaving: asyncio.Task[Any] | None = None

    async def over(self, work: Awaitable[T]) -> T:
        """Return what *work* returns. Cancels it and raises ClientGone, TimedOut or Unavailable."""
        working = asyncio.ensure_future(work)
        try:
            await self.wait(working)
            return working.result()
        finally:
            if not working.done():
                working.cancel()
                await asyncio.wait({working})

    async def wait(self, working: asyncio.Future[Any], *, at_most_seconds: float | None = None) -> bool:
        """Return True when *working* has ended, False after *at_most_seconds*. Raises as `over` does.

        Without *at_most_seconds* it never returns False: a timer may end a little before the deadline, and
        that is the deadline.
        """
        if self._leaving is None:
            leaving = _caller_leaves(self._exchange) if self._listens else asyncio.Event().wait()
            self._leaving = asyncio.create_task(leaving)
        remaining = self._context.deadline - time.monotonic()
        is_pause = at_most_seconds is not None and at_most_seconds < remaining
        timeout = at_most_seconds if is_pause else remaining
        waited: set[asyncio.Future[Any]] = {working, self._leaving, self._closing}
        await asyncio.wait(waited, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return True
        if is_pause and not self._leaving.done() and not self._closing.done():
            return False
        self._context.cancel()
        if self._leaving.done():
            raise ClientGone
        if self._closing.done():
            raise Unavailable("The service is stopping: try again.")
        raise TimedOut(seconds=self._context.seconds)

    def close(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()


async def _caller_leaves(request: RequestState) -> None:
    while (await request.receive_message())["type"] != "http.disconnect":
        pass
