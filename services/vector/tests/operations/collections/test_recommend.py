from math import cos, radians, sin
from typing import Any

import httpx
import pytest


@pytest.fixture
def circle(create: Any) -> str:
    """Return a collection of points on a circle, one every 30 degrees."""
    points = [
        {"id": str(angle), "vector": [cos(radians(angle)), sin(radians(angle))]}
        for angle in range(0, 360, 30)
    ]
    name: str = create(points, text_search="none", vectors={"v": {"size": 2}})
    return name


@pytest.mark.parametrize("strategy", ["average", "best_score", "sum_scores"])
def test_results_are_like_the_positive_examples(client: httpx.Client, circle: str, strategy: str) -> None:
    body = {"positive": ["0", "60"], "strategy": strategy, "limit": 1}
    found = client.post(f"/collections/{circle}/recommend", json=body).json()["results"]
    # 30 lies between both; compared with the better example alone, 330 and 90 are as near.
    assert found[0]["id"] in ({"30", "330", "90"} if strategy == "best_score" else {"30"})


def test_negative_examples_repel(client: httpx.Client, circle: str) -> None:
    body = {"positive": ["0"], "negative": ["30"], "limit": 1}
    found = client.post(f"/collections/{circle}/recommend", json=body).json()["results"]
    assert found[0]["id"] == "330"
    away = {"negative": ["0"], "strategy": "best_score", "limit": 1}
    found = client.post(f"/collections/{circle}/recommend", json=away).json()["results"]
    assert found[0]["id"] == "180"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"positive": ["nobody"]}, "POINT_UNKNOWN"),
        ({"positive": ["0"], "using": "other"}, "SEARCH_VECTOR_UNKNOWN"),
        ({"negative": ["0"]}, "VALIDATION_ERROR"),
    ],
)
def test_wrong_examples(client: httpx.Client, circle: str, body: Any, code: str) -> None:
    assert client.post(f"/collections/{circle}/recommend", json=body).json()["error"]["code"] == code


def test_an_example_needs_the_vector(client: httpx.Client, create: Any) -> None:
    name = create([{"id": "1", "text": "x"}], vectors={"a": {"size": 2}})
    body = {"positive": ["1"], "using": "a"}
    error = client.post(f"/collections/{name}/recommend", json=body).json()["error"]
    assert error["code"] == "POINT_WITHOUT_VECTOR"
