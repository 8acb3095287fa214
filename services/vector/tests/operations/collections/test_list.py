from typing import Any

import httpx


def test_own_collections_are_listed_and_no_others(
    client: httpx.Client, stranger: httpx.Client, create: Any
) -> None:
    name = create()
    assert name in [one["name"] for one in client.get("/collections").json()["collections"]]
    assert name not in [one["name"] for one in stranger.get("/collections").json()["collections"]]
