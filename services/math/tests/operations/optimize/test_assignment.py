import httpx
import pytest

PATH = "/api/v1/math/optimize/assignment"


def test_the_documented_example_of_scipy(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"costs": [[4, 1, 3], [2, 0, 5], [3, 2, 2]]}).json()
    assert answer["total"] == 5
    assert [one["task"] for one in answer["pairs"]] == ["task 2", "task 1", "task 3"]


def test_forbidden_pairs(client: httpx.Client) -> None:
    body = {"costs": [[1, None], [1, 9]], "workers": ["Ada", "Bob"], "tasks": ["x", "y"]}
    assert client.post(PATH, json=body).json()["total"] == 10


@pytest.mark.parametrize(
    ("costs", "code"),
    [([[None], [None]], "OPTIMIZATION_INFEASIBLE"), ([[1], [1, 2]], "OPTIMIZATION_NOT_SUITABLE")],
)
def test_faults(client: httpx.Client, costs: list[list[float | None]], code: str) -> None:
    assert client.post(PATH, json={"costs": costs}).json()["error"]["code"] == code
