import base64

import httpx
import pytest

PATH = "/api/v1/math/matrix"


def ask(
    client: httpx.Client, task: str, **body: object
) -> tuple[dict[str, list[list[float]]], dict[str, float]]:
    answer = client.post(PATH, json={"task": task, **body})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return (
        {one["name"]: one["rows"] for one in found["matrices"]},
        {one["name"]: one["value"] for one in found["numbers"]},
    )


def test_solving(client: httpx.Client) -> None:
    matrices, numbers = ask(client, "solve", matrix=[[2, 1], [1, 3]], right=[3, 5])
    assert matrices["x"] == [pytest.approx([0.8, 1.4])]
    assert numbers["condition"] == pytest.approx(3.2)
    sparse, _ = ask(
        client,
        "solve",
        sparse=[[0, 0, 2], [0, 1, 1], [1, 0, 1], [1, 1, 3]],
        shape=[2, 2],
        right_rows=[[3], [5]],
    )
    assert sparse["x"] == [[pytest.approx(0.8)], [pytest.approx(1.4)]]


def test_the_hilbert_matrix_warns(client: httpx.Client) -> None:
    hilbert = [[1 / (i + j + 1) for j in range(9)] for i in range(9)]
    answer = client.post(PATH, json={"task": "solve", "matrix": hilbert, "right": [1] * 9}).json()
    assert "digits are lost" in answer["warnings"][0]


@pytest.mark.parametrize(
    ("task", "matrix", "name", "value"),
    [
        ("determinant", [[1, 2], [3, 4]], "determinant", -2),
        ("rank", [[1, 2], [2, 4]], "rank", 1),
        ("norms", [[3, 0], [0, -4]], "frobenius", 5),
        ("norms", [[3, 0], [0, -4]], "two", 4),
        ("null_space", [[1, 1]], "dimension", 1),
    ],
)
def test_numbers(client: httpx.Client, task: str, matrix: list[list[float]], name: str, value: float) -> None:
    assert ask(client, task, matrix=matrix)[1][name] == pytest.approx(value)


@pytest.mark.parametrize(
    ("task", "matrix", "name", "rows"),
    [
        ("inverse", [[1, 2], [3, 4]], "inverse", [[-2, 1], [1.5, -0.5]]),
        ("pseudo_inverse", [[1], [1]], "pseudo_inverse", [[0.5, 0.5]]),
        ("eigen", [[2, 1], [1, 2]], "eigenvalues", [[1, 3]]),
        ("eigen", [[0, -1], [1, 0]], "eigenvalues_imaginary", [[-1, 1]]),
        ("svd", [[3, 0], [0, 4]], "singular_values", [[4, 3]]),
        ("cholesky", [[4, 2], [2, 3]], "l", [[2, 0], [1, 2**0.5]]),
        ("exponential", [[0, 1], [0, 0]], "exponential", [[1, 1], [0, 1]]),
        ("lu", [[0, 1], [1, 0]], "p", [[0, 1], [1, 0]]),
        ("qr", [[2]], "r", [[-2]]),
    ],
)
def test_matrices(
    client: httpx.Client, task: str, matrix: list[list[float]], name: str, rows: list[list[float]]
) -> None:
    found = ask(client, task, matrix=matrix)[0][name]
    assert [abs(value) for row in found for value in row] == pytest.approx(
        [abs(value) for row in rows for value in row]
    )


def test_least_squares(client: httpx.Client) -> None:
    matrices, numbers = ask(client, "least_squares", matrix=[[1, 1], [1, 2], [1, 3]], right=[1, 2, 2])
    assert matrices["x"] == [pytest.approx([2 / 3, 0.5])]
    assert numbers["rank"] == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"task": "solve", "matrix": [[1, 2], [2, 4]], "right": [1, 2]}, "MATRIX_SINGULAR"),
        ({"task": "inverse", "matrix": [[1, 2], [2, 4]]}, "MATRIX_SINGULAR"),
        ({"task": "inverse", "matrix": [[1, 2]]}, "MATRIX_NOT_SUITABLE"),
        ({"task": "solve", "matrix": [[1]]}, "MATRIX_NOT_SUITABLE"),
        ({"task": "rank", "matrix": [[1], [1, 2]]}, "MATRIX_NOT_SUITABLE"),
        ({"task": "cholesky", "matrix": [[1, 2], [2, 1]]}, "MATRIX_NOT_SUITABLE"),
        ({"task": "solve", "sparse": [[5, 0, 1]], "shape": [2, 2], "right": [1, 2]}, "MATRIX_NOT_SUITABLE"),
        ({"task": "rank"}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_a_matrix_in_a_file(client: httpx.Client) -> None:
    fields = {"task": "solve", "right_column": "column_3"}
    for content in ("2,1,3\n1,3,5", "2;1;3,0\n1;3;5,0", "[[2, 1, 3], [1, 3, 5]]"):
        answer = client.post(PATH, files={"file": ("equations", content)}, data=fields)
        assert answer.status_code == 200, answer.text
        matrices = {one["name"]: one["rows"] for one in answer.json()["matrices"]}
        assert matrices["x"] == [pytest.approx([0.8, 1.4])]
    named = {"task": "least_squares", "header": True, "right_column": "y"}
    file = {"base64": base64.b64encode(b"y,one,x\n1,1,1\n2,1,2\n2,1,3").decode()}
    answer = client.post(PATH, json={**named, "file": file}).json()
    assert answer["matrices"][0]["rows"] == [pytest.approx([2 / 3, 0.5])]


@pytest.mark.parametrize(
    ("content", "fields", "code", "said"),
    [
        ("a,b\n1,2\n3,4", {}, "SAMPLES_NOT_SUITABLE", "'header'"),
        ("1,2\n3,", {}, "SAMPLES_NOT_SUITABLE", "row 2"),
        ("1,2\n3,x", {}, "SAMPLE_NOT_NUMERIC", "'x'"),
        ("1,2\n3,4", {"right_column": "z"}, "COLUMN_UNKNOWN", "'z'"),
        ("1\n" * 1_001, {}, "SAMPLES_NOT_SUITABLE", "1,000"),
    ],
)
def test_faults_of_files(
    client: httpx.Client, content: str, fields: dict[str, str], code: str, said: str
) -> None:
    answer = client.post(PATH, files={"file": ("m.csv", content)}, data={"task": "rank", **fields})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert said in answer.json()["error"]["message"]


def test_a_large_sparse_system_has_a_right_side_as_long(client: httpx.Client) -> None:
    size = 5_000
    body = {"sparse": [[at, at, 2] for at in range(size)], "shape": [size, size], "right": [4] * size}
    assert ask(client, "solve", **body)[0]["x"] == [[2.0] * size]
