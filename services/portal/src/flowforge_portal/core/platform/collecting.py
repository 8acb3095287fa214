"""Read the OpenAPI documents of the services."""

import asyncio
from collections.abc import Mapping
from typing import Literal

import httpx

Profile = Literal["openapi.json", "openapi-3.0.json"]
FULL: Profile = "openapi.json"
GENERATORS: Profile = "openapi-3.0.json"
_SECONDS = 60.0  # a service makes its document when it is first asked


async def collect(addresses: Mapping[str, str], profile: Profile) -> dict[str, bytes]:
    """Return the documents of the services that answer, as they are sent."""
    # A call to another service of the platform: no proxy of the machine stands between them.
    async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
        # Below its prefix: at its root the portal itself has the document of the whole platform.
        asked = [_read(client, name, f"{url}/api/v1/{name}/{profile}") for name, url in addresses.items()]
        answers = await asyncio.gather(*asked)
    return {name: content for name, content in answers if content is not None}


async def _read(client: httpx.AsyncClient, name: str, url: str) -> tuple[str, bytes | None]:
    try:
        answer = await client.get(url)
    except httpx.HTTPError:
        return name, None
    return name, answer.content if answer.is_success else None
