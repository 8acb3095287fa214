"""Both models, in real child processes."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import numpy as np
import pytest

from flowforge_embeddings import MODELS, Embedder, TextTooLong, UnknownModel, find_model

MINILM, E5 = "all-minilm-l6-v2", "multilingual-e5-small"


@pytest.fixture
async def minilm() -> AsyncIterator[Embedder]:
    async with Embedder(MINILM, threads=1) as embedder:
        yield embedder


@pytest.fixture
async def e5() -> AsyncIterator[Embedder]:
    async with Embedder(E5, threads=2) as embedder:
        yield embedder


async def test_rows_have_length_one_in_the_order_of_the_texts(minilm: Embedder) -> None:
    texts = ["A cat sat on the mat.", "Interest rates rose.", "A kitten sat on a rug."] * 30
    rows = await minilm.embed(texts)
    assert rows.shape == (90, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert rows[0] @ rows[2] > 0.5 > rows[0] @ rows[1]
    assert np.allclose(rows[0], rows[87], atol=1e-2)


async def test_nothing_gives_nothing(minilm: Embedder) -> None:
    assert (await minilm.embed([])).shape == (0, 384)
    assert minilm.state == "unloaded"


async def test_a_text_that_is_too_long_is_named(minilm: Embedder) -> None:
    with pytest.raises(TextTooLong) as caught:
        await minilm.embed(["short"] * 70 + ["word " * 300])
    assert (caught.value.index, caught.value.count, caught.value.limit) == (70, 302, 256)


async def test_meaning_crosses_languages(e5: Embedder) -> None:
    documents = await e5.embed(
        ["Der Zug fährt um acht Uhr ab.", "La tienda está cerrada.", "这家餐馆很好吃。"], "document"
    )
    queries = await e5.embed(["When does the train leave?", "Is the shop open?", "good restaurant"], "query")
    assert list((queries @ documents.T).argmax(axis=1)) == [0, 1, 2]


async def test_queries_and_documents_have_different_prefixes(e5: Embedder) -> None:
    query, document = (await e5.embed(["train"], "query"))[0], (await e5.embed(["train"], "document"))[0]
    assert 0.8 < query @ document < 0.999


async def test_text_after_a_nul_is_read(e5: Embedder) -> None:
    cut, whole = await e5.embed(["train\0 to Berlin", "train"])
    assert cut @ whole < 0.99
    assert await e5.count_tokens(["a\0 b c d"]) == await e5.count_tokens(["a  b c d"])


async def test_a_second_process_starts_when_the_first_is_busy(e5: Embedder) -> None:
    await asyncio.gather(*(e5.embed([f"text {number}"]) for number in range(4)))
    pids = {server.pid for server in e5._pool.servers}
    assert len(pids - {None}) == 2


async def test_a_request_survives_the_death_of_its_process(minilm: Embedder) -> None:
    await minilm.embed(["warm"])
    os.kill(minilm._pool.servers[0].pid, signal.SIGKILL)
    assert (await minilm.embed(["again"])).shape == (1, 384)


def test_models_are_looked_up_by_name() -> None:
    assert set(MODELS) == {MINILM, E5}
    assert find_model(E5).has_input_types
    with pytest.raises(UnknownModel, match="all-minilm-l6-v2, multilingual-e5-small"):
        find_model("ada-002")


@pytest.mark.parametrize("name", list(MODELS))
async def test_long_texts_are_averaged_on_request(name: str) -> None:
    parts = ["The bakery on the corner opens at six. ", "The harbor is deep. ", "Prime numbers are odd. "]
    long = parts[0] * 60 + parts[1] * 60
    async with Embedder(name, threads=1) as embedder:
        rows = await embedder.embed([long, "short"], "document", long_texts="average")
        ends = await embedder.embed([part * 20 for part in parts], "document")
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1], abs=1e-3)
    bakery, harbor, primes = (ends @ rows[0]).tolist()
    assert min(bakery, harbor) > primes
