"""Ask for streams and embeddings over HTTP, and take the time of what arrives."""

import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to ask, and with which headers."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Streamed:
    """One stream as it arrived, seconds from its request."""

    first_token: float
    last_token: float
    tokens: int
    arrivals: Sequence[float]


@dataclass(frozen=True, slots=True)
class Round:
    """Streams that ran side by side."""

    streams: Sequence[Streamed]
    seconds: float

    @property
    def rate(self) -> float:
        """Output tokens a second of all streams together."""
        return sum(one.tokens for one in self.streams) / self.seconds

    @property
    def first_token(self) -> float:
        return statistics.median(one.first_token for one in self.streams)

    @property
    def gap(self) -> float:
        """Median pause between two arrivals: a buffer on the way would make it zero, and others long."""
        gaps = [b - a for one in self.streams for a, b in zip(one.arrivals, one.arrivals[1:], strict=False)]
        return statistics.median(gaps)


def stream_all(place: Place, bodies: Sequence[Body]) -> Round:
    """Ask for every body's chat at once, and read all streams to their ends."""
    return asyncio.run(_stream_all(place, bodies))


async def _stream_all(place: Place, bodies: Sequence[Body]) -> Round:
    async with aiohttp.ClientSession(headers=place.headers) as session:
        started = time.perf_counter()
        streams = await asyncio.gather(*(_stream(session, place, body) for body in bodies))
        return Round(streams, time.perf_counter() - started)


async def _stream(session: aiohttp.ClientSession, place: Place, body: Body) -> Streamed:
    started = time.perf_counter()
    arrivals: list[float] = []
    tokens = 0
    wanted = {**body, "stream": True, "stream_options": {"include_usage": True}}
    async with session.post(
        f"{place.url}/chat/completions", data=orjson.dumps(wanted), headers=_JSON
    ) as response:
        if response.status != 200:
            raise RuntimeError(await response.text())
        async for line in response.content:
            if not line.startswith(b"data: {"):
                continue
            chunk = orjson.loads(line[6:])
            if chunk.get("usage"):
                tokens = chunk["usage"]["completion_tokens"]
            elif any(choice["delta"].get("content") for choice in chunk["choices"]):
                arrivals.append(time.perf_counter() - started)
    return Streamed(arrivals[0], arrivals[-1], tokens, arrivals)


def embed(place: Place, texts: Sequence[str], batch: int, model: str) -> float:
    """Return how many texts a second come back as vectors, in batches one after the other."""
    return asyncio.run(_embed(place, texts, batch, model))


async def _embed(place: Place, texts: Sequence[str], batch: int, model: str) -> float:
    async with aiohttp.ClientSession(headers=place.headers) as session:
        started = time.perf_counter()
        for start in range(0, len(texts), batch):
            body = orjson.dumps({"model": model, "input": list(texts[start : start + batch])})
            async with session.post(f"{place.url}/embeddings", data=body, headers=_JSON) as response:
                if response.status != 200:
                    raise RuntimeError(await response.text())
                await response.read()
        return len(texts) / (time.perf_counter() - started)


_JSON = {"content-type": "application/json"}
