import math
from typing import Any

import httpx
import pytest


def reduce(client: httpx.Client, **body: Any) -> httpx.Response:
    return client.post("/reduce-dimensions", json=body)


def test_points_on_a_line_need_one_coordinate(client: httpx.Client) -> None:
    found = reduce(client, vectors=[[0, 0], [3, 4], [6, 8]], dimensions=1).json()
    assert [one[0] for one in found["coordinates"]] == pytest.approx([-5, 0, 5])
    assert found["explained"] == [1.0]


def test_two_coordinates_keep_the_distances_of_a_plane(client: httpx.Client) -> None:
    rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    found = reduce(client, vectors=rows, dimensions=2).json()
    first, second, third = found["coordinates"]
    for one, other in ((first, second), (first, third), (second, third)):
        assert (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 == pytest.approx(2)
    assert found["explained"] == pytest.approx([0.5, 0.5])
    assert reduce(client, vectors=rows).json() == found


def test_texts_of_one_subject_lie_together(client: httpx.Client) -> None:
    texts = ["Cats purr.", "Kittens meow.", "Dogs bark.", "Taxes rose.", "Rates fell.", "Banks lend money."]
    places = [one[0] for one in reduce(client, texts=texts, dimensions=1).json()["coordinates"]]
    animals, money = places[:3], places[3:]
    assert max(animals) < min(money) or max(money) < min(animals)


def test_equal_and_huge_vectors_have_coordinates(client: httpx.Client) -> None:
    equal = reduce(client, vectors=[[1, 2], [1, 2]]).json()
    assert equal == {"coordinates": [[0.0, 0.0], [0.0, 0.0]], "explained": [0.0, 0.0]}
    huge = reduce(client, vectors=[[1e308, 0], [-1e308, 0]], dimensions=1).json()
    assert sorted(one[0] for one in huge["coordinates"]) == pytest.approx([-1e308, 1e308])


def test_groups_stay_together_by_neighbors(client: httpx.Client) -> None:
    """Three groups of ten points around corners that are far from each other."""
    corners = [[0, 0, 0, 0], [9, 9, 0, 0], [0, 0, 9, 9]]
    rows = [
        [one + (number * step % 7) / 10 for step, one in enumerate(corner, 1)]
        for corner in corners
        for number in range(10)
    ]
    found = reduce(client, vectors=rows, method="tsne", perplexity=5).json()
    assert found["explained"] is None
    places = found["coordinates"]
    for at, place in enumerate(places):
        near = min((one for one in range(30) if one != at), key=lambda one: math.dist(place, places[one]))
        assert near // 10 == at // 10


@pytest.mark.deep
def test_places_are_the_same_again(client: httpx.Client) -> None:
    body = {"vectors": [[number, number % 3, number % 5] for number in range(12)], "method": "tsne"}
    assert reduce(client, **body).json() == reduce(client, **body).json()


@pytest.mark.deep
def test_equal_points_have_one_place(client: httpx.Client) -> None:
    found = reduce(client, vectors=[[1e300, 2]] * 6, method="tsne", dimensions=1).json()
    assert found["coordinates"] == [[0.0]] * 6


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "exactly one of 'texts' and 'vectors'"),
        ({"texts": ["a", "b"], "vectors": [[1], [2]]}, "exactly one of"),
        ({"vectors": [[1, 2], [1]]}, "'vectors' have 1 to 2 dimensions"),
        ({"vectors": [[1], [2]], "dimensions": 2}, "'dimensions' is 2"),
        ({"vectors": [[0] * 1001] * 2000}, "numbers together"),
        ({"texts": ["a"]}, "at least 2"),
        ({"vectors": [[1], [2]], "method": "tsne", "dimensions": 1}, "tsne takes 5 to 2000 points, not 2"),
        ({"vectors": [[1]] * 2001, "method": "tsne", "dimensions": 1}, "not 2001"),
        ({"vectors": [[1, 2, 3, 4]] * 6, "method": "tsne", "dimensions": 4}, "3 at the most"),
    ],
)
def test_wrong_requests_say_why(client: httpx.Client, body: dict[str, Any], words: str) -> None:
    answer = reduce(client, **body)
    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]


def test_an_unknown_model_is_named(client: httpx.Client) -> None:
    error = reduce(client, texts=["a", "b"], model="gpt").json()["error"]
    assert error["code"] == "EMBEDDING_MODEL_UNKNOWN"
