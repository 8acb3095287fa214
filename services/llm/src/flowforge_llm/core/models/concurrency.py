"""Turns at a model: so many at once, so many in the queue, and the rest is refused at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from flowforge_llm.core.errors import ModelBusy
from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.metrics import REFUSED, RUNNING, WAITING


class ConcurrencyLimit:
    def __init__(self, card: ModelCard) -> None:
        self._card = card
        self._slots = asyncio.Semaphore(card.concurrency)
        self.running = 0
        self.waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises ModelBusy if too many wait, or if it took too long."""
        await self._wait()
        self.running += 1
        self._publish()
        try:
            yield
        finally:
            self.running -= 1
            self._slots.release()
            self._publish()

    async def _wait(self) -> None:
        if self._slots.locked() and self.waiting >= self._card.queue:
            raise self._full()
        self.waiting += 1
        self._publish()
        try:
            async with asyncio.timeout(self._card.queue_seconds):
                await self._slots.acquire()
        except TimeoutError as error:
            raise self._full() from error
        finally:
            self.waiting -= 1
            self._publish()

    def _full(self) -> ModelBusy:
        REFUSED.add(model=self._card.name)
        seconds = 1 + self.waiting // self._card.concurrency
        return ModelBusy(
            model=self._card.name,
            running=self.running,
            waiting=self.waiting,
            seconds=seconds,
            headers={"retry-after": str(seconds)},
        )

    def _publish(self) -> None:
        RUNNING.set(self.running, model=self._card.name)
        WAITING.set(self.waiting, model=self._card.name)
