import asyncio
from typing import Any

import pytest

from flowforge_crypto.core.jose import jwks_cache
from flowforge_crypto.core.jose.jwks_cache import JwksCache


class Source:
    def __init__(self) -> None:
        self.fetched: list[Any] = []
        self.key_ids: list[str] = []

    async def __call__(self, url: Any) -> Any:
        self.fetched.append(url)
        await asyncio.sleep(0.01)
        if url == "broken":
            raise ValueError(url)
        return {"keys": [{"kid": key_id} for key_id in self.key_ids]}


async def test_of_many_one_fetches() -> None:
    cache, source = JwksCache(), Source()
    answers = await asyncio.gather(*(cache.get("a", source) for _ in range(20)))
    assert answers == [{"keys": []}] * 20
    assert source.fetched == ["a"]


async def test_failures_are_not_kept() -> None:
    cache, source = JwksCache(), Source()
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            await cache.get("broken", source)
    assert source.fetched == ["broken", "broken"]


async def test_sets_are_fetched_anew_after_a_while(monkeypatch: Any) -> None:
    monkeypatch.setattr(jwks_cache, "KEPT_SECONDS", 0.0)
    cache, source = JwksCache(), Source()
    await cache.get("a", source)
    await cache.get("a", source)
    assert source.fetched == ["a", "a"]


async def test_a_key_that_the_kept_set_lacks_is_looked_for_anew_now_and_then(monkeypatch: Any) -> None:
    cache, source = JwksCache(), Source()
    source.key_ids = ["old"]
    await cache.get("a", source, "old")
    for _ in range(3):
        await cache.get("a", source, "new")  # it was fetched just now
    assert source.fetched == ["a"]
    monkeypatch.setattr(jwks_cache, "RETRY_SECONDS", 0.0)
    source.key_ids = ["new"]
    assert (await cache.get("a", source, "new"))["keys"] == [{"kid": "new"}]
    await cache.get("a", source, "new")
    assert source.fetched == ["a", "a"]


@pytest.mark.parametrize("document", [None, [], {}, {"keys": 5}, {"keys": [5, {"kid": ["x"]}]}])
async def test_what_is_no_set_is_kept_as_well(document: Any) -> None:
    async def fetch(_url: str) -> Any:
        return document

    cache = JwksCache()
    assert [await cache.get("a", fetch, "x") for _ in range(2)] == [document] * 2


async def test_only_so_many_are_kept(monkeypatch: Any) -> None:
    monkeypatch.setattr(jwks_cache, "KEPT_SETS", 2)
    cache, source = JwksCache(), Source()
    for url in ("a", "b", "c", "a"):
        await cache.get(url, source)
    assert source.fetched == ["a", "b", "c", "a"]
