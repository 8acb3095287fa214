"""Speak OpenAI's HTTP API to one engine: whole answers, and streams of chunks."""

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Any

import aiohttp
import orjson

from flowforge_llm.core.errors import EngineFailed, EngineTimedOut, EngineUnavailable
from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.port import Body, Chunk, EngineState
from flowforge_llm.engines.error_messages import reason_of
from flowforge_llm.engines.http import RACE_SECONDS, send
from flowforge_llm.engines.port import Document, EngineErrorResponse, Flavour, PreparedRequest, Server
from flowforge_llm.engines.stream_assembly import Assembly
from servicekit import OperationError

logger = logging.getLogger(__name__)
_OK, _SERVER_ERROR = 200, 500
_DONE = b"[DONE]"


class EngineClient:
    """A request counts as use of the server; leaving it early hangs up: that stops the engine."""

    def __init__(
        self,
        card: ModelCard,
        server: Server,
        flavour: Flavour,
        session: aiohttp.ClientSession,
        stall_seconds: float,
    ) -> None:
        self.card = card
        self._server = server
        self._flavour = flavour
        self._session = session
        self._stall_seconds = stall_seconds
        self._headers = {"content-type": "application/json"}
        if card.key is not None:
            self._headers["authorization"] = f"Bearer {card.key.get_secret_value()}"

    @property
    def state(self) -> EngineState:
        return self._server.state

    async def probe(self) -> EngineState:
        """Return the state; whether a server that is not ours is there is found out."""
        return await self._server.probe()

    async def close(self) -> None:
        await self._server.close()

    async def ask(self, path: str, body: Body, consumer_id: str) -> Any:
        """Return the whole answer. Raises EngineUnavailable, EngineFailed, EngineTimedOut and refusals."""
        wanted = self._flavour.prepare(path, {**body, "model": self.card.engine_model}, consumer_id)
        if wanted.by_stream:
            return await self._assemble(path, body, consumer_id)
        async with self._request(path, wanted) as response:
            return wanted.amend(orjson.loads(await response.read()))

    async def _assemble(self, path: str, body: Body, consumer_id: str) -> Document:
        assembly = Assembly()
        asked = {**body, "stream_options": {"include_usage": True}}
        async with aclosing(self.listen(path, asked, consumer_id)) as chunks:
            async for chunk in chunks:
                assembly.add(chunk)
        return assembly.document()

    async def listen(self, path: str, body: Body, consumer_id: str) -> AsyncGenerator[Chunk]:
        """Yield the chunks of a stream. Raises EngineFailed if it ends before its end."""
        whole = {**body, "model": self.card.engine_model, "stream": True}
        wanted = self._flavour.prepare(path, whole, consumer_id)
        async with self._request(path, wanted) as response:
            async for data in _data_lines(response):
                if data == _DONE:
                    return
                chunk = orjson.loads(data)
                if "error" in chunk:
                    raise await self._refusal(_status_within(chunk), chunk, wanted)
                yield wanted.amend(chunk)
        logger.warning("engine failed", extra={"model": self.card.name, "reason": "its stream was cut off"})
        raise EngineFailed(model=self.card.name)

    async def tokens(self, body: Body) -> list[int]:
        """Return the tokens of a `prompt`, or of `messages` in the chat template. Raises ModelCannot."""
        return await self._flavour.tokens(self._root, self.card, body)

    async def text(self, tokens: list[int]) -> str:
        """Return what *tokens* stand for. Raises ModelCannot."""
        return await self._flavour.text(self._root, self.card, tokens)

    async def _root(self, path: str, body: Body) -> Any:
        async with self._request(path, PreparedRequest(dict(body)), under_root=True) as response:
            return orjson.loads(await response.read())

    @asynccontextmanager
    async def _request(
        self, path: str, wanted: PreparedRequest, *, under_root: bool = False
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        async with AsyncExitStack() as stack:
            try:
                response = await self._opened(stack, path, wanted, under_root=under_root)
                if response.status != _OK:
                    raise await self._refusal(response.status, await _answer(response), wanted)
                yield response
            except TimeoutError as error:
                self._log(error)
                raise EngineTimedOut(model=self.card.name, seconds=self._stall_seconds) from error
            except aiohttp.ClientConnectorError as error:
                self._log(error)
                raise EngineUnavailable(model=self.card.name) from error
            except (aiohttp.ClientError, orjson.JSONDecodeError) as error:
                self._log(error)
                raise EngineFailed(model=self.card.name) from error

    async def _opened(
        self, stack: AsyncExitStack, path: str, wanted: PreparedRequest, *, under_root: bool
    ) -> aiohttp.ClientResponse:
        """Send the request; once more if the process of the engine ended just then.

        One that ended later may have ended because of the request.
        """
        began = time.monotonic()
        try:
            return await self._sent(stack, path, wanted, under_root=under_root)
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
            if time.monotonic() - began > RACE_SECONDS or not await self._server.has_ended():
                raise
        return await self._sent(stack, path, wanted, under_root=under_root)

    async def _sent(
        self, stack: AsyncExitStack, path: str, wanted: PreparedRequest, *, under_root: bool
    ) -> aiohttp.ClientResponse:
        base = await stack.enter_async_context(self._server.use())
        address = (base.removesuffix("/v1") if under_root else base) + path
        headers = {**self._headers, **wanted.headers}
        return await stack.enter_async_context(
            send(self._session, address, orjson.dumps(wanted.body), headers)
        )

    def _log(self, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"
        logger.warning("engine failed", extra={"model": self.card.name, "reason": reason})

    async def _refusal(self, status: int, answer: Any, wanted: PreparedRequest) -> OperationError:
        """Convert the engine's error to ours. What is not the caller's fault is logged for the operator."""
        refusal = await self._flavour.refusal(
            self._root, self.card, EngineErrorResponse(status, answer, wanted.body)
        )
        if refusal.retryable:
            told = {"model": self.card.name, "engine_status": status, "reason": reason_of(answer)}
            logger.warning("engine refused", extra=told)
        return refusal


def _status_within(chunk: Mapping[str, Any]) -> int:
    """Return the status of an error that comes in a stream, whose own is 200; OpenAI's codes are words."""
    error = chunk["error"]
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, int) else _SERVER_ERROR


async def _answer(response: aiohttp.ClientResponse) -> Any:
    content = await response.read()
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return content.decode(errors="replace")


async def _data_lines(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    """Yield what stands behind `data: `; lines may arrive in any pieces, and be of any length."""
    rest = b""
    async for piece in response.content.iter_any():
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                yield line[5:].strip()
