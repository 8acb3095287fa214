"""Send calls over HTTP, and again after failures that pass."""

import asyncio
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from flowforge._calls import Call
from flowforge._errors import ConnectionFailed, TimedOut, error_of
from flowforge._retries import growing_pause, pause_before_retry

_NO_STORE = "STORE_NOT_CONFIGURED"
IDEMPOTENCY_KEY = "idempotency-key"


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are sent."""

    timeout: float = 60.0
    max_retries: int = 3
    headers: Mapping[str, str] = field(default_factory=dict)


class _Attempts:
    """The request of one call, and what to do after each attempt."""

    def __init__(self, client: httpx.Client | httpx.AsyncClient, call: Call, options: Options) -> None:
        self._client, self._call, self._options = client, call, options
        self._headers = {**call.headers, **options.headers}
        self._own_key = call.verb == "POST" and IDEMPOTENCY_KEY not in {k.lower() for k in self._headers}
        if self._own_key:
            self._headers[IDEMPOTENCY_KEY] = str(uuid.uuid4())
        self._done = 0

    def request(self) -> httpx.Request:
        body: dict[str, Any] = {}
        if self._call.uploads:
            body = {
                "data": self._call.form,
                "files": [
                    (name, (one.name, one.content, one.media_type)) for name, one in self._call.uploads
                ],
            }
        elif self._call.json is not None:
            body = {"json": self._call.json}
        query = self._call.query or None
        return self._client.build_request(
            self._call.verb,
            self._call.path,
            params=query,
            headers=self._headers,
            timeout=self._options.timeout,
            **body,
        )

    def pause(self, response: httpx.Response) -> float | None:
        """Return the seconds before the next attempt; None if *response* is final."""
        if self._own_key and response.status_code >= 400 and _NO_STORE in response.text:  # noqa: PLR2004 - failures
            self._own_key = False
            del self._headers[IDEMPOTENCY_KEY]
            return 0.0
        self._done += 1
        if self._done > self._options.max_retries:
            return None
        return pause_before_retry(response, self._done - 1)

    def pause_after(self, error: httpx.TransportError) -> float:
        """Return the seconds before the next attempt. Raises what *error* is, if it is final."""
        self._done += 1
        if isinstance(error, httpx.ReadTimeout):
            raise TimedOut(f"Nothing came back within {self._options.timeout:g} s.") from error
        if self._done > self._options.max_retries or not self._safe(error):
            raise ConnectionFailed(f"{self._client.base_url}: {error}") from error
        return growing_pause(self._done - 1)

    def _safe(self, error: httpx.TransportError) -> bool:
        """Whether the request has not arrived, or does no harm if it arrives twice."""
        sure = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
        return sure or self._call.verb != "PATCH"


class HttpSender:
    """Sends calls and waits."""

    def __init__(self, client: httpx.Client, options: Options) -> None:
        self.client, self.options = client, options

    def send(self, call: Call) -> httpx.Response:
        return self._sent(call, stream=False)

    def open(self, call: Call) -> httpx.Response:
        return self._sent(call, stream=True)

    def _sent(self, call: Call, *, stream: bool) -> httpx.Response:
        attempts = _Attempts(self.client, call, self.options)
        while True:
            try:
                response = self.client.send(attempts.request(), stream=stream)
                if response.is_success:
                    return response
                response.read()
            except httpx.TransportError as error:
                time.sleep(attempts.pause_after(error))
                continue
            pause = attempts.pause(response)
            if pause is None:
                raise error_of(response)
            time.sleep(pause)


class AsyncHttpSender:
    """Sends calls; every method is awaited."""

    def __init__(self, client: httpx.AsyncClient, options: Options) -> None:
        self.client, self.options = client, options

    async def send(self, call: Call) -> httpx.Response:
        return await self._sent(call, stream=False)

    async def open(self, call: Call) -> httpx.Response:
        return await self._sent(call, stream=True)

    async def _sent(self, call: Call, *, stream: bool) -> httpx.Response:
        attempts = _Attempts(self.client, call, self.options)
        while True:
            try:
                response = await self.client.send(attempts.request(), stream=stream)
                if response.is_success:
                    return response
                await response.aread()
            except httpx.TransportError as error:
                await asyncio.sleep(attempts.pause_after(error))
                continue
            pause = attempts.pause(response)
            if pause is None:
                raise error_of(response)
            await asyncio.sleep(pause)
