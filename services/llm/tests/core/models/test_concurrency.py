import asyncio

import pytest

from flowforge_llm.core.errors import ModelBusy
from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.concurrency import ConcurrencyLimit


def card(**changes: object) -> ModelCard:
    known = {
        "name": "m",
        "engine": "llama",
        "engine_model": "m",
        "context_length": 8,
        "can": [],
        "concurrency": 1,
        "queue": 1,
        "queue_seconds": 5,
    }
    return ModelCard.model_validate(known | changes)


async def hold(gate: ConcurrencyLimit, until: asyncio.Event) -> None:
    async with gate.turn():
        await until.wait()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_so_many_run_so_many_wait_and_the_rest_is_refused() -> None:
    gate, done = ConcurrencyLimit(card()), asyncio.Event()
    running, waiting = asyncio.create_task(hold(gate, done)), asyncio.create_task(hold(gate, done))
    await settle()
    assert (gate.running, gate.waiting) == (1, 1)
    with pytest.raises(ModelBusy) as caught:
        await hold(gate, done)
    assert caught.value.headers == {"retry-after": "2"}
    assert "1 requests are running and 1 are waiting" in caught.value.text
    done.set()
    await asyncio.gather(running, waiting)
    assert (gate.running, gate.waiting) == (0, 0)


async def test_who_leaves_the_queue_frees_the_place() -> None:
    gate, done = ConcurrencyLimit(card()), asyncio.Event()
    running, leaving = asyncio.create_task(hold(gate, done)), asyncio.create_task(hold(gate, done))
    await settle()
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    assert gate.waiting == 0
    next_one = asyncio.create_task(hold(gate, done))
    await settle()
    done.set()
    await asyncio.gather(running, next_one)


async def test_the_queue_has_a_time_limit() -> None:
    gate, done = ConcurrencyLimit(card(queue_seconds=0.05)), asyncio.Event()
    running = asyncio.create_task(hold(gate, done))
    await settle()
    with pytest.raises(ModelBusy):
        await hold(gate, done)
    assert gate.waiting == 0
    done.set()
    await running
