"""Call a child process, once more if it died: every call may be repeated without harm."""

import secrets
from collections.abc import Sequence
from typing import Any

import aiohttp
import msgspec

from flowforge_embeddings import ChildServer, ChildUnavailable
from flowforge_vector.engines.errors import (
    CollectionInUse,
    CollectionMissing,
    StoreAway,
    StoreFull,
    StoreRefused,
)

_MODULE = "flowforge_vector.engines.edge.child"
TOKEN = "FLOWFORGE_VECTOR_CHILD_TOKEN"  # noqa: S105 - the name of a variable
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=300)
_encode, _decode = msgspec.msgpack.encode, msgspec.msgpack.decode


class EngineRefusal(Exception):
    """The words of the engine, for the log."""


class ChildCaller:
    """One child process and a session of connections to it."""

    def __init__(
        self, name: str, arguments: Sequence[str], *, start_seconds: float, idle_seconds: float
    ) -> None:
        self._token = secrets.token_hex(16)
        self.server = ChildServer(
            name,
            _MODULE,
            arguments,
            start_seconds=start_seconds,
            idle_seconds=idle_seconds,
            environment={TOKEN: self._token},
        )
        self._session: aiohttp.ClientSession | None = None

    async def call(self, name: str, *arguments: Any) -> Any:
        """Return the result of the call. Raises StoreAway, StoreFull, StoreRefused and CollectionMissing."""
        body = _encode((name, arguments))
        try:
            document = await self._post(body)
        except (aiohttp.ClientError, TimeoutError):
            await self.server.has_ended()
            try:
                document = await self._post(body)
            except (aiohttp.ClientError, TimeoutError) as error:
                raise StoreAway from error
        except ChildUnavailable as error:
            raise StoreAway from error
        if "error" in document:
            raise _failure(document) from EngineRefusal(document.get("reason", ""))
        return document["result"]

    async def _post(self, body: bytes) -> Any:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT, trust_env=False)
        headers = {"X-Token": self._token}
        async with (
            self.server.use() as url,
            self._session.post(f"{url}/call", data=body, headers=headers) as response,
        ):
            response.raise_for_status()
            return _decode(await response.read())

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
        await self.server.close()


def _failure(document: dict[str, Any]) -> Exception:
    match document["error"]:
        case "missing":
            return CollectionMissing()
        case "open_elsewhere":
            return CollectionInUse()
        case "full":
            return StoreFull(free=document["free"], reserve=document["reserve"])
        case _:
            return StoreRefused()
