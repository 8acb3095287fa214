"""Embed texts with a model that runs in child processes of this one."""

import asyncio
import base64
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import aiohttp
import numpy as np
import orjson
from numpy.typing import NDArray

from flowforge_embeddings.children import ChildObserver, ChildState
from flowforge_embeddings.models import InputType, LongTexts, find_model
from flowforge_embeddings.starting import open_pool

Vectors = NDArray[np.float32]
_PART = 64  # texts of one request: other requests get their turn between parts
_OK = 200
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=120)


class EmbeddingFailed(Exception):
    """The engine failed or did not answer, also when tried once more."""


class TextTooLong(ValueError):
    """A text has more tokens than the model reads."""

    def __init__(self, index: int, count: int, limit: int) -> None:
        super().__init__(f"text {index} has {count} tokens; the model reads {limit}")
        self.index, self.count, self.limit = index, count, limit


class Embedder:
    """One model. Use it as a context manager, or call `close`.

    Nothing is started before the first text. A process that was idle for *idle_seconds* is stopped. *threads*
    is the number of threads or, for a model of single-threaded processes, of processes; 0: one for each core.
    """

    def __init__(
        self,
        model: str,
        *,
        threads: int = 0,
        start_seconds: float = 60,
        idle_seconds: float = 900,
        observer: ChildObserver | None = None,
    ) -> None:
        self.model = find_model(model)
        self._pool = open_pool(
            self.model,
            threads=threads,
            start_seconds=start_seconds,
            idle_seconds=idle_seconds,
            observer=observer,
        )
        self._session: aiohttp.ClientSession | None = None
        self._turns = asyncio.Semaphore(2 * len(self._pool.servers))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def state(self) -> ChildState:
        return self._pool.state

    async def embed(
        self, texts: Sequence[str], input_type: InputType = "query", *, long_texts: LongTexts = "refuse"
    ) -> Vectors:
        """Return one row of length 1 for each text.

        *input_type* matters where `model.has_input_types`: embed what is searched for as "query" and what is
        found as "document". *long_texts* "average" embeds a text that is longer than the model reads in
        windows, and returns the mean of their vectors. Raises TextTooLong, ChildUnavailable and
        EmbeddingFailed.
        """
        starts = range(0, len(texts), _PART)
        body = {"input_type": input_type, "long_texts": long_texts, "encoding_format": "base64"}
        parts = [self._part(list(texts[start : start + _PART]), start, body) for start in starts]
        rows = await asyncio.gather(*parts)
        return np.concatenate([np.empty((0, self.model.dimensions), np.float32), *rows])

    async def count_tokens(self, texts: Sequence[str], input_type: InputType = "query") -> list[int]:
        """Return the number of tokens of each text. Raises ChildUnavailable and EmbeddingFailed."""
        document = await self._post("/count", {"input": list(texts), "input_type": input_type}, 0)
        return list(document["tokens"])

    async def close(self) -> None:
        """Stop the processes."""
        if self._session is not None:
            await self._session.close()
        await self._pool.close()

    async def _part(self, texts: list[str], start: int, body: dict[str, str]) -> Vectors:
        document = await self._post("/v1/embeddings", {"input": texts, **body}, start)
        return np.stack(
            [np.frombuffer(base64.b64decode(one["embedding"]), "<f4") for one in document["data"]]
        )

    async def _post(self, path: str, body: dict[str, Any], start: int) -> Any:
        """Send a request, once more if the process died. Embedding twice does no harm."""
        try:
            return await self._post_once(path, body, start)
        except (aiohttp.ClientError, TimeoutError):
            await self._pool.has_ended()
            try:
                return await self._post_once(path, body, start)
            except (aiohttp.ClientError, TimeoutError) as error:
                raise EmbeddingFailed(f"the engine of {self.model.name} failed: {error}") from error

    async def _post_once(self, path: str, body: dict[str, Any], start: int) -> Any:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0, force_close=True)
            self._session = aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT, trust_env=False)
        async with self._turns, self._pool.use() as url:
            address = url.removesuffix("/v1") + path
            async with self._session.post(address, data=orjson.dumps(body)) as response:
                document = orjson.loads(await response.read())
                if response.status == _OK:
                    return document
                error = document["error"]
                if error.get("type") == "exceed_context_size_error":
                    raise TextTooLong(start + error["index"], error["n_prompt_tokens"], error["n_ctx"])
                raise EmbeddingFailed(str(error.get("message")))
