"""Read the OpenAPI documents of the services."""

import asyncio
import hashlib
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import httpx

Profile = Literal["openapi.json", "openapi-3.0.json"]
FULL: Profile = "openapi.json"
GENERATORS: Profile = "openapi-3.0.json"
_SECONDS = 60.0  # a service makes its document when it is first asked
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Collected:
    """The document of one service, packed: all of them are 12 MB of JSON and 1.5 MB packed."""

    digest: bytes
    packed: bytes

    def unpack(self) -> bytes:
        return zlib.decompress(self.packed)


async def collect(addresses: Mapping[str, str], profile: Profile) -> dict[str, Collected]:
    """Return the documents of the services that answer."""
    # A call to another service of the platform: no proxy of the machine stands between them.
    async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False, verify=_tls()) as client:
        # Below its prefix: at its root the portal itself has the document of the whole platform.
        asked = [_read(client, name, f"{url}/api/v1/{name}/{profile}") for name, url in addresses.items()]
        answers = await asyncio.gather(*asked)
    return {name: content for name, content in answers if content is not None}


@cache
def _tls() -> ssl.SSLContext:
    """Return what verifies certificates; each of them holds the certificates of all authorities."""
    return httpx.create_ssl_context(trust_env=False)


async def _read(client: httpx.AsyncClient, name: str, url: str) -> tuple[str, Collected | None]:
    """Pack what arrives as it arrives, so that no document is held whole."""
    digest, packer, parts = hashlib.sha256(), zlib.compressobj(_LEVEL), []
    try:
        async with client.stream("GET", url) as answer:
            if not answer.is_success:
                return name, None
            async for chunk in answer.aiter_bytes():
                digest.update(chunk)
                parts.append(packer.compress(chunk))
    except httpx.HTTPError:
        return name, None
    return name, Collected(digest.digest(), b"".join([*parts, packer.flush()]))
