import httpx

QUERY = "What is the capital of France?"
DOCUMENTS = ["Bread is baked from flour.", "Paris is the capital of France.", "Berlin is a city in Germany."]


def test_documents_are_ordered_by_relevance(client: httpx.Client) -> None:
    told = client.post("/rerank", json={"query": QUERY, "documents": DOCUMENTS}).json()
    assert (told["model"], told["method"]) == ("all-minilm-l6-v2", "embeddings")
    assert [one["index"] for one in told["results"]] == [1, 2, 0]
    scores = [one["relevance_score"] for one in told["results"]]
    assert scores == sorted(scores, reverse=True)
    assert told["results"][0]["document"]["text"] == DOCUMENTS[1]
    assert told["usage"]["total_tokens"] > 20


def test_only_as_many_as_asked_for(client: httpx.Client) -> None:
    asked = {"query": QUERY, "documents": DOCUMENTS, "top_n": 1, "return_documents": False}
    (only,) = client.post("/rerank", json=asked).json()["results"]
    assert (only["index"], only["document"]) == (1, None)


def test_documents_may_be_objects_with_a_text(client: httpx.Client) -> None:
    plain, wrapped = (
        client.post("/rerank", json={"query": QUERY, "documents": documents}).json()["results"]
        for documents in (DOCUMENTS, [{"text": one} for one in DOCUMENTS])
    )
    assert plain == wrapped


def test_what_cannot_be_is_refused(client: httpx.Client) -> None:
    assert client.post("/rerank", json={"query": QUERY, "documents": []}).status_code == 400
    chat = {"query": QUERY, "documents": DOCUMENTS, "model": "smollm2-135m-instruct"}
    assert client.post("/rerank", json=chat).json()["error"]["code"] == "model_cannot"


def test_a_text_that_is_too_long_is_named(client: httpx.Client) -> None:
    for length in (3000, 400_000):  # counted by the engine, and refused before
        words = "word " * (length // 5)
        for place, asked in (
            ("query", {"query": words, "documents": DOCUMENTS}),
            ("documents.1", {"query": QUERY, "documents": ["short", words]}),
        ):
            error = client.post("/rerank", json=asked).json()["error"]
            assert (error["code"], error["param"]) == ("context_length_exceeded", place)
            assert error["message"].startswith(f"'{place}' is too long. ")
