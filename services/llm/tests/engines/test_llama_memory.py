"""The memory of the embedded chat engine stays where it is, however many chats it answers."""

import asyncio

import aiohttp
import psutil
import pytest

from flowforge_embeddings import ChildServer

pytestmark = pytest.mark.deep
CONCURRENCY = 4


@pytest.mark.timeout(500)
async def test_memory_does_not_grow_with_the_number_of_chats() -> None:
    arguments = ["--context", "2048", "--parallel", str(CONCURRENCY)]
    server = ChildServer(
        "m", "flowforge_llm.engines.llama_server", arguments, start_seconds=60, idle_seconds=600
    )
    try:
        async with server.use() as base, aiohttp.ClientSession() as session:
            await asyncio.gather(*(chats(session, base, start, 16) for start in range(CONCURRENCY)))
            early = psutil.Process(server.pid).memory_info().rss
            await asyncio.gather(*(chats(session, base, 100 + start, 60) for start in range(CONCURRENCY)))
            late = psutil.Process(server.pid).memory_info().rss
    finally:
        await server.close()
    assert late < early * 1.05, (early >> 20, late >> 20)


async def chats(session: aiohttp.ClientSession, base: str, start: int, count: int) -> None:
    """Ask *count* different questions of about 60 tokens, one after the other."""
    for number in range(count // CONCURRENCY):
        topic = f"{start} {number} " + " ".join(f"fact {start * number + word}," for word in range(8))
        body = {"messages": [{"role": "user", "content": topic}], "max_tokens": 2, "cache_prompt": True}
        async with session.post(f"{base}/chat/completions", json=body) as answer:
            assert answer.status == 200
            await answer.read()
