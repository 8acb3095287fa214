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


TABLE = "who,paint,plumb,wire\nAda,4,1,3\nBob,2,0,5\nCid,3,2,\n"


def test_a_table_brings_the_names(client: httpx.Client) -> None:
    answer = client.post(PATH, files={"file": ("costs.csv", TABLE)}).json()
    pairs = {one["worker"]: one["task"] for one in answer["pairs"]}
    assert (answer["total"], pairs) == (6, {"Ada": "wire", "Bob": "plumb", "Cid": "paint"})


@pytest.mark.parametrize(
    ("content", "fields", "code"),
    [
        ("who,a\nAda,x\n", {}, "SAMPLE_NOT_NUMERIC"),
        ("who,a\nAda,1\n", {"name_column": "b"}, "COLUMN_UNKNOWN"),
        ("who\nAda\n", {}, "SAMPLES_NOT_SUITABLE"),
        ("who,a\nAda,\n", {}, "OPTIMIZATION_INFEASIBLE"),
        ("who,a\nAda,1\n", {"costs": "[[1]]"}, "VALIDATION_ERROR"),
        ("who,a\nAda,1\n", {"workers": "Bob"}, "VALIDATION_ERROR"),
    ],
)
def test_faults_of_files(client: httpx.Client, content: str, fields: dict[str, str], code: str) -> None:
    answer = client.post(PATH, files={"file": ("costs.csv", content)}, data=fields)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
