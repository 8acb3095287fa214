"""JSON over HTTP to another service of the platform, or to a server that somebody else runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from servicekit import Consumer

_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=160)


class EndpointAway(Exception):
    """The server does not answer, or not in JSON."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server: its base URL, its key, and the gateway's secret where it is a service of this platform."""

    url: str
    api_key: str | None = None
    gateway_secret: str | None = None

    def headers(self, consumer: Consumer) -> dict[str, str]:
        """Return the headers that identify the caller: the key, or the consumer inside the platform."""
        found = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.api_key is not None:
            return {**found, "Authorization": f"Bearer {self.api_key}"}
        if self.gateway_secret is not None:
            identity = {"X-User-ID": consumer.id, "X-Consumer-Username": consumer.name}
            tier = {"X-Consumer-Tier": consumer.tier}
            return {**found, "X-Gateway-Secret": self.gateway_secret, **identity, **tier}
        return found


class JsonClient:
    """Posts JSON and files to paths under an endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._opened: aiohttp.ClientSession | None = None

    async def post(self, path: str, body: Any, consumer: Consumer) -> tuple[int, Any]:
        """Return the status and the document of the answer. Raises EndpointAway."""
        return await self._send(path, orjson.dumps(body), self._endpoint.headers(consumer))

    async def post_file(
        self, path: str, file: Path, fields: Mapping[str, str], consumer: Consumer
    ) -> tuple[int, Any]:
        """Likewise, with *file* as an upload beside *fields*."""
        headers = self._endpoint.headers(consumer)
        del headers["Content-Type"]
        with file.open("rb") as stream:
            form = aiohttp.FormData()
            for name, value in fields.items():
                form.add_field(name, value)
            form.add_field("file", stream, filename="document", content_type="application/octet-stream")
            return await self._send(path, form, headers)

    async def _send(
        self, path: str, data: bytes | aiohttp.FormData, headers: Mapping[str, str]
    ) -> tuple[int, Any]:
        if self._opened is None:
            self._opened = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=False)
        address = self._endpoint.url.rstrip("/") + path
        try:
            async with self._opened.post(address, data=data, headers=headers) as response:
                return response.status, orjson.loads(await response.read())
        except (aiohttp.ClientError, TimeoutError, orjson.JSONDecodeError) as error:
            raise EndpointAway from error

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()
