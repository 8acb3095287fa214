from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from flowforge_vector.engines.answering import Answerer, AnswerModelAway
from flowforge_vector.engines.endpoint import Endpoint
from servicekit import ANONYMOUS
from servicekit.testing import free_port, serve_process

FACTS = [
    {"id": "bridge", "text": "The bridge was opened in 1894. Its towers are 65 meters high."},
    {"id": "bread", "text": "The bakery sells fresh bread."},
]


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve the llm service, and a vector service that uses it for everything."""
    one, other = tmp_path_factory.mktemp("llm"), tmp_path_factory.mktemp("vector")
    secret = "shared by both services"
    store = {"FLOWFORGE_STORE_URL": f"sqlite:///{one / 'store.sqlite'}", "FLOWFORGE_GATEWAY_SECRET": secret}
    identity = {"X-Gateway-Secret": secret, "X-User-ID": "ada"}
    with serve_process("flowforge_llm.app:app", one, environment=store) as llm:
        settings = {
            "FLOWFORGE_GATEWAY_SECRET": secret,
            "FLOWFORGE_VECTOR_DATA_DIR": str(other / "data"),
            "FLOWFORGE_VECTOR_LLM_URL": f"{llm.url}/api/v1/llm",
            "FLOWFORGE_VECTOR_MIN_FREE_BYTES": "1000",
        }
        with (
            serve_process("flowforge_vector.app:app", other, environment=settings) as served,
            httpx.Client(base_url=f"{served.url}/api/v1/vector", headers=identity, timeout=240) as opened,
        ):
            yield opened


def made(client: httpx.Client, name: str) -> str:
    assert client.post("/collections", json={"name": name}).status_code == 201
    written = client.post(f"/collections/{name}/points/upsert", json={"points": FACTS})
    assert written.status_code == 200, written.text
    return f"/collections/{name}"


def test_an_answer_has_quotes_of_its_passages(together: httpx.Client) -> None:
    address = made(together, "facts")
    answer = together.post(f"{address}/answer", json={"question": "When was the bridge opened?"})
    if answer.status_code == 502:  # the small model may give nothing usable, and this says so
        assert answer.json()["error"]["code"] == "ANSWER_MODEL_FAILED"
        return
    document = answer.json()
    texts = {one["id"]: one["text"] for one in FACTS}
    assert document["searched"][0] == "bridge"
    assert document["answerable"] == bool(document["citations"])
    for one in document["citations"]:
        assert texts[one["id"]][one["start"] : one["end"]] == one["quote"]
        assert f"[{one['number']}]" in document["answer"]


def test_the_llm_service_embeds(together: httpx.Client) -> None:
    address = made(together, "ranked")
    long = {"points": [{"id": "long", "text": "The harbor is deep. " * 200}]}
    assert together.post(f"{address}/points/upsert", json=long).status_code == 200
    found = together.post(f"{address}/search", json={"text": "who sells loaves", "limit": 1}).json()[
        "results"
    ]
    assert found[0]["id"] == "bread"
    ranked = together.post("/rerank", json={"query": "bread", "texts": ["A bridge.", "A bakery's loaf."]})
    assert ranked.json()["error"]["code"] == "RERANKER_NOT_CONFIGURED"  # it has embeddings only
    wrong = together.post("/embed", json={"texts": ["a"], "model": "no-such-model"}).json()["error"]
    assert wrong["code"] == "EMBEDDING_MODEL_UNKNOWN"


def test_without_a_language_model_the_setting_is_named(client: httpx.Client, trains: str) -> None:
    error = client.post(f"/collections/{trains}/answer", json={"question": "When?"}).json()["error"]
    assert error["code"] == "ANSWER_MODEL_NOT_CONFIGURED"


def test_no_passages_are_no_answer(client: httpx.Client, create: Any) -> None:
    answer = client.post(f"/collections/{create()}/answer", json={"question": "When?"}).json()
    assert (answer["answerable"], answer["reason"]) == (False, "no passages were found")


async def test_a_server_that_is_away_is_told() -> None:
    answerer = Answerer(Endpoint(f"http://127.0.0.1:{free_port()}"))
    try:
        with pytest.raises(AnswerModelAway):
            await answerer.answer("When?", "At nine.", None, ANONYMOUS)
    finally:
        await answerer.close()
