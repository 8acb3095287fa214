import httpx
import pytest

PATH = "/api/v1/math/numbers/combinatorics"


@pytest.mark.parametrize(
    ("body", "count", "first"),
    [
        ({"kind": "combinations", "items": ["a", "b", "c"], "choose": 2}, "3", ["a", "b"]),
        ({"kind": "combinations_with_repetition", "items": [1, 2], "choose": 2}, "3", [1, 1]),
        ({"kind": "permutations", "items": [1, 2, 3]}, "6", [1, 2, 3]),
        ({"kind": "permutations_with_repetition", "items": [0, 1], "choose": 3}, "8", [0, 0, 0]),
        ({"kind": "subsets", "items": [1, 2, 3]}, "8", []),
        ({"kind": "product", "lists": [["S", "M"], ["red", "blue"]]}, "4", ["S", "red"]),
        ({"kind": "combinations", "items": list(range(49)), "choose": 6}, "13983816", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_counts(client: httpx.Client, body: dict[str, object], count: str, first: list[object]) -> None:
    answer = client.post(PATH, json=body).json()
    assert (answer["count"], answer["listed"][0]) == (count, first)
    assert answer["complete"] == (len(answer["listed"]) == int(count))


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "combinations", "items": [1], "choose": 2},
        {"kind": "product"},
        {"kind": "permutations_with_repetition", "choose": 2},
    ],
)
def test_impossible_choices(client: httpx.Client, body: dict[str, object]) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "CHOICE_NOT_POSSIBLE")


def test_a_million_items_are_listed_at_the_most(client: httpx.Client) -> None:
    body = {"kind": "permutations", "items": list(range(1_000)), "limit": 10_000}
    answer = client.post(PATH, json=body).json()
    assert (len(answer["listed"]), answer["complete"]) == (1_000, False)
