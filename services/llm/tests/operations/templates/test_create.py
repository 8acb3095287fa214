"""New templates, and new versions of one."""

import asyncio
from typing import Any

import httpx


def test_a_template_tells_its_variables_in_the_order_of_their_use(made: dict[str, Any]) -> None:
    assert (made["name"], made["version"], made["variables"]) == ("capital", 1, ["country", "extra"])


async def test_versions_made_at_once_are_told_apart(client: httpx.Client) -> None:
    async with httpx.AsyncClient(base_url=client.base_url, timeout=60) as many:
        answers = await asyncio.gather(
            *(many.post("/templates/rush", json={"prompt": str(n)}) for n in range(4))
        )
    assert sorted(one.json()["version"] for one in answers) == [1, 2, 3, 4]
