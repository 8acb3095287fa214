from functools import cache
from typing import Any

import httpx
import pytest
from sklearn.datasets import load_iris  # type: ignore[import-untyped] # it ships no types

PATH = "/api/v1/math/statistics/cluster"
TWO = {"x": [1, 1.2, 0.9, 8, 8.1, 7.9, 8.05], "y": [2, 2.1, 1.8, 9, 9.2, 8.8, 9.1]}


@cache
def iris() -> dict[str, list[float]]:
    """Return R. A. Fisher's measurements of irises (1936)."""
    values = load_iris().data
    return {name: values[:, at].tolist() for at, name in enumerate(("sl", "sw", "pl", "pw"))}


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_k_means_of_irises(client: httpx.Client) -> None:
    """The known minimum of 78.851 with 62, 50 and 38 flowers."""
    answer = ask(client, data=iris(), clusters=3, standardize=False)
    assert answer["inertia"] == pytest.approx(78.851441426146, rel=1e-9)
    assert [one["count"] for one in answer["clusters"]] == [62, 50, 38]
    assert answer["silhouette"] == pytest.approx(0.5528190123564, rel=1e-9)
    assert len(set(answer["labels"][:50])) == 1


@pytest.mark.parametrize("method", ["k_means", "dbscan", "hierarchical"])
def test_two_groups_are_found(client: httpx.Client, method: str) -> None:
    answer = ask(client, data=TWO, method=method, neighbors=2, radius=0.5)
    assert answer["labels"] == [1, 1, 1, 0, 0, 0, 0]
    assert answer["clusters"][1]["center"] == pytest.approx({"x": 3.1 / 3, "y": 5.9 / 3})


def test_noise_and_incomplete_rows_have_no_cluster(client: httpx.Client) -> None:
    data = {"x": [*TWO["x"], 100, None], "y": [*TWO["y"], 100, 1]}
    answer = ask(client, data=data, method="dbscan", neighbors=2, radius=1, standardize=False)
    assert answer["labels"] == [1, 1, 1, 0, 0, 0, 0, None, None]
    assert (answer["noise"], len(answer["warnings"])) == ([7], 1)


def test_a_radius_is_chosen_and_told(client: httpx.Client) -> None:
    answer = ask(client, data=iris(), method="dbscan")
    assert answer["radius"] > 0
    assert "'radius' was chosen" in answer["warnings"][0]


def test_the_number_of_clusters_is_chosen_by_the_silhouette(client: httpx.Client) -> None:
    answer = ask(client, data=iris(), method="hierarchical", linkage="average")
    best = max(answer["tried"], key=lambda one: one["silhouette"])
    assert (best["clusters"], len(answer["clusters"])) == (2, 2)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": {"x": [1, 2]}}, "SAMPLE_TOO_SMALL"),
        ({"data": {"x": [1, 1, 1]}}, "SAMPLE_CONSTANT"),
        ({"data": {"x": [1, 1, 1]}, "standardize": False}, "SAMPLES_NOT_SUITABLE"),
        ({"data": {"x": ["a"]}, "columns": ["x"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": TWO, "columns": ["z"]}, "COLUMN_UNKNOWN"),
        ({"data": TWO, "clusters": 8}, "SAMPLES_NOT_SUITABLE"),
        ({"data": {"x": [1, 2, 3], "y": [1, 2]}}, "COLUMN_LENGTHS_DIFFER"),
        ({"data": {"x": list(range(5_001))}, "method": "hierarchical"}, "SAMPLES_NOT_SUITABLE"),
        ({"data": TWO, "clusters": 0}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_numbers_whose_squares_exceed_doubles(client: httpx.Client) -> None:
    body = {"data": {"x": [1e308] * 6, "y": [1, 2, 3, 4, 5, 6]}, "clusters": 2}
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLES_NOT_SUITABLE")
