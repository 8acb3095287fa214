"""Server side of one connection from Envoy. Requests are sequential; a response may wait for Redis."""

import asyncio
from typing import Any

import httptools

from flowforge_gateway.authz.service import DecisionService


class DecisionProtocol(asyncio.Protocol):
    """Parse request headers, decide, write the response. A bare asyncio protocol, for speed."""

    def __init__(self, service: DecisionService) -> None:
        self._service = service
        self._transport: Any = None
        self._parser = httptools.HttpRequestParser(self)
        self._headers: list[tuple[bytes, bytes]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._service.connections.add(transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self._service.connections.discard(self._transport)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.abort()  # Envoy answers 503 itself

    def on_message_begin(self) -> None:
        self._headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_message_complete(self) -> None:
        self._service.decide(self._headers, self._answer)

    def _answer(self, answer: bytes) -> None:
        if self._transport is not None:
            self._transport.write(answer)
