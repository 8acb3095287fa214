import math
from typing import Any

import httpx
import pytest

from flowforge_vector.core.evaluating.measures import measure


def test_measures_have_their_published_values() -> None:
    """Järvelin and Kekäläinen's gains, as in the example of Wikipedia's article on DCG: 3, 2, 3, 0, 1, 2."""
    grades = {"a": 3.0, "b": 2.0, "c": 3.0, "d": 0.0, "e": 1.0, "f": 2.0}
    found = measure(["a", "b", "c", "d", "e", "f"], {**grades, "g": 3.0, "h": 2.0}, 6)
    assert found.ndcg == pytest.approx(0.785, abs=5e-4)
    assert (found.recall, found.reciprocal_rank) == (5 / 7, 1)
    assert measure(["x", "a"], {"a": 1.0}, 10).ndcg == pytest.approx(1 / math.log2(3))
    assert measure([], {"a": 1.0}, 10).recall == 0


def test_settings_are_compared(client: httpx.Client, trains: str) -> None:
    queries = [
        {"text": "railway to the sea", "relevant": {"train": 1}},
        {"text": "fresh bread", "relevant": {"bread": 2, "cat": 0}},
    ]
    answer = client.post(f"/collections/{trains}/evaluate", json={"queries": queries, "cutoff": 1}).json()
    by_mode = {(one["mode"], one["fusion"]): one for one in answer["settings"]}
    assert set(by_mode) == {("hybrid", "rrf"), ("hybrid", "dbsf"), ("semantic", None), ("keyword", None)}
    assert by_mode["semantic", None]["ndcg"] == 1.0
    assert by_mode["keyword", None]["recall"] == 0.5
    assert answer["suggestion"]["certain"] is False
    assert answer["settings"][0]["ndcg"] == max(one["ndcg"] for one in answer["settings"])


def test_documents_are_judged_as_a_whole(client: httpx.Client, create: Any) -> None:
    name = create(text_search="keyword")
    for document in ("bread", "trains"):
        body = {"text": f"# One\n\nAll about {document}.\n\n# Two\n\n{document}.", "document_id": document}
        client.post(f"/collections/{name}/ingest", json=body)
    queries = [{"text": "bread", "relevant": {"bread": 1}}]
    answer = client.post(f"/collections/{name}/evaluate", json={"queries": queries, "by": "document"}).json()
    assert answer["settings"] == [
        {"mode": "keyword", "fusion": None, "recall": 1.0, "mrr": 1.0, "ndcg": 1.0, "hit_rate": 1.0}
    ]


def test_a_collection_without_texts_is_refused(client: httpx.Client, plane: str) -> None:
    body = {"queries": [{"text": "x", "relevant": {"east": 1}}]}
    assert (
        client.post(f"/collections/{plane}/evaluate", json=body).json()["error"]["code"] == "TEXT_SEARCH_OFF"
    )
