import httpx

PATH = "/api/v1/math/numbers/sets"


def test_two_sets(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"sets": [["a", "b", "c", "b"], ["b", "c", "d"]]}).json()
    assert answer == {
        "union": ["a", "b", "c", "d"],
        "intersection": ["b", "c"],
        "difference": ["a"],
        "symmetric_difference": ["a", "d"],
        "equal": False,
        "disjoint": False,
        "first_is_subset": False,
        "jaccard": 0.5,
    }


def test_kinds_of_elements_are_told_apart(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"sets": [[1, "1", True], [1.0]]}).json()
    assert answer["intersection"] == [1]
    assert answer["difference"] == ["1", True]


def test_one_set_is_not_enough(client: httpx.Client) -> None:
    assert client.post(PATH, json={"sets": [[1]]}).status_code == 422
