from typing import Any

import httpx
import pytest

TEXT = (
    "# Trains\n\nTrains leave at eight. Dr. Miller takes the 8.15 train, e.g. on Mondays! Is it late?\n\n"
    "## Tickets\n\nTickets cost 5.50 euros. 今日は晴れです。明日は雨です。\n\n# Buses\n\nNo buses run."
)


def chunk(client: httpx.Client, **body: Any) -> Any:
    answer = client.post("/chunk", json={"text": TEXT, **body})
    assert answer.status_code == 200, answer.text
    return answer.json()["chunks"]


@pytest.mark.parametrize("method", ["sentences", "headings", "tokens"])
@pytest.mark.parametrize("overlap", [0, 8])
def test_chunks_are_exact_and_lose_nothing(client: httpx.Client, method: str, overlap: int) -> None:
    chunks = chunk(client, method=method, chunk_tokens=20, overlap_tokens=overlap)
    assert all(TEXT[one["start"] : one["end"]] == one["text"] for one in chunks)
    assert all(one["tokens"] <= 20 for one in chunks)
    covered = set().union(*(range(one["start"], one["end"]) for one in chunks))
    assert not "".join(TEXT[place] for place in range(len(TEXT)) if place not in covered).strip()


def test_sentences_end_where_readers_see_it(client: httpx.Client) -> None:
    texts = [one["text"] for one in chunk(client, chunk_tokens=22)]
    assert "Dr. Miller takes the 8.15 train, e.g. on Mondays!" in " ".join(texts)
    assert not any(text.endswith(("Dr.", "e.g.", "8.")) for text in texts)
    assert [text for text in texts if "今日" in text or "明日" in text] != []


def test_ideographic_sentences_end_without_spaces(client: httpx.Client) -> None:
    answer = client.post("/chunk", json={"text": "今日は晴れです。明日は雨です。", "chunk_tokens": 10}).json()
    assert [one["text"] for one in answer["chunks"]] == ["今日は晴れです。", "明日は雨です。"]


def test_headings_begin_chunks_and_are_known(client: httpx.Client) -> None:
    chunks = chunk(client, method="headings", chunk_tokens=200)
    assert [one["heading"] for one in chunks] == [["Trains"], ["Trains", "Tickets"], ["Buses"]]


def test_chunks_overlap_by_whole_sentences(client: httpx.Client) -> None:
    text = "One two three. Four five six. Seven eight nine. Ten eleven twelve."
    answer = client.post("/chunk", json={"text": text, "chunk_tokens": 10, "overlap_tokens": 5}).json()
    texts = [one["text"] for one in answer["chunks"]]
    assert texts == [
        "One two three. Four five six.",
        "Four five six. Seven eight nine.",
        "Seven eight nine. Ten eleven twelve.",
    ]


def test_meaning_divides(client: httpx.Client) -> None:
    trains = "The train leaves at eight. It stops at every station. The last train is at midnight. "
    bread = "Bread is made of flour. The baker kneads the dough. Then the loaves are baked. "
    body = {"text": trains + bread, "method": "semantic", "chunk_tokens": 200}
    chunks = client.post("/chunk", json=body).json()["chunks"]
    assert any(one["text"].startswith("Bread is made of flour.") for one in chunks)
    assert len(chunks) < 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"overlap_tokens": 200},
        {"method": "semantic", "text": "x" * 50_001},
        {"chunk_tokens": 1},
        {"text": ""},
    ],
)
def test_wrong_requests(client: httpx.Client, wrong: dict[str, Any]) -> None:
    assert client.post("/chunk", json={"text": TEXT, **wrong}).status_code == 422


def test_an_unknown_model_is_refused(client: httpx.Client) -> None:
    body = {"text": "One. Two. Three. Four.", "method": "semantic", "model": "none", "chunk_tokens": 10}
    assert client.post("/chunk", json=body).json()["error"]["code"] == "EMBEDDING_MODEL_UNKNOWN"


def test_a_word_longer_than_a_chunk_is_cut(client: httpx.Client) -> None:
    answer = client.post("/chunk", json={"text": "x" * 1000, "chunk_tokens": 10}).json()
    assert "".join(one["text"] for one in answer["chunks"]) == "x" * 1000


def test_a_million_characters_end_in_time(client: httpx.Client) -> None:
    for text in ("a" * 1_000_000, "a. B " * 200_000, "\n" * 999_999 + "a", '."' * 500_000):
        assert client.post("/chunk", json={"text": text, "chunk_tokens": 1000}).status_code == 200
