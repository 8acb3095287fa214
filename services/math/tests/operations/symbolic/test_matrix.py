from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/symbolic/matrix"
ABCD = [["a", "b"], ["c", "d"]]


def ask(client: httpx.Client, task: str, matrix: list[list[str]], **more: object) -> dict[str, Any]:
    answer = client.post(PATH, json={"task": task, "matrix": matrix, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def plain(answer: dict[str, Any], place: int = 0) -> list[list[str]]:
    return [[cell["plain"] for cell in row] for row in answer["matrices"][place]["rows"]]


def test_determinant(client: httpx.Client) -> None:
    answer = ask(client, "determinant", ABCD)
    assert (answer["formulas"][0]["formula"]["plain"], answer["check"]) == ("a*d - b*c", "confirmed")
    vandermonde = [["1", name, f"{name}^2"] for name in "xyz"]
    assert (
        ask(client, "determinant", vandermonde)["formulas"][0]["formula"]["plain"]
        == "-(x - y)*(x - z)*(y - z)"
    )


def test_inverse(client: httpx.Client) -> None:
    answer = ask(client, "inverse", ABCD)
    assert plain(answer) == [["d/(a*d - b*c)", "-b/(a*d - b*c)"], ["-c/(a*d - b*c)", "a/(a*d - b*c)"]]
    assert answer["check"] == "confirmed"
    assert answer["matrices"][0]["latex"].startswith("\\left[\\begin{matrix}")


def test_cramers_rule(client: httpx.Client) -> None:
    answer = ask(client, "solve", [["2", "1"], ["1", "k"]], right=["3", "5"])
    assert plain(answer) == [["(3*k - 5)/(2*k - 1)"], ["7/(2*k - 1)"]]
    assert answer["check"] == "confirmed"


def test_eigenvalues(client: httpx.Client) -> None:
    answer = ask(client, "eigenvalues", [["2", "1"], ["1", "2"]])
    assert sorted(one["formula"]["decimal"] for one in answer["formulas"]) == [1, 3]
    twice = ask(client, "eigenvalues", [["a", "0"], ["0", "a"]])
    assert [one["formula"]["plain"] for one in twice["formulas"]] == ["a", "a"]
    rotation = ask(client, "eigenvalues", [["0", "-1"], ["1", "0"]])
    assert sorted(one["formula"]["plain"] for one in rotation["formulas"]) == ["-i", "i"]


def test_characteristic_polynomial(client: httpx.Client) -> None:
    answer = ask(client, "characteristic_polynomial", [["2", "1"], ["1", "2"]])
    assert answer["formulas"][0]["formula"]["plain"] == "t^2 - 4*t + 3"


def test_echelon_form_and_null_space(client: httpx.Client) -> None:
    matrix = [["1", "2", "3"], ["2", "4", "6"]]
    assert plain(ask(client, "reduced_row_echelon", matrix)) == [["1", "2", "3"], ["0", "0", "0"]]
    answer = ask(client, "null_space", matrix)
    assert (plain(answer), answer["check"]) == ([["-2", "-3"], ["1", "0"], ["0", "1"]], "confirmed")


@pytest.mark.parametrize(
    ("task", "matrix", "code"),
    [
        ("inverse", [["1", "2"], ["2", "4"]], "NO_SYMBOLIC_RESULT"),
        ("determinant", [["1", "2"]], "NO_SYMBOLIC_RESULT"),
        ("determinant", [["1", "2"], ["3"]], "NO_SYMBOLIC_RESULT"),
        ("solve", ABCD, "NO_SYMBOLIC_RESULT"),
        ("eigenvalues", [["1"] * 6] * 6, "NO_SYMBOLIC_RESULT"),
        ("determinant", [["1+"]], "EXPRESSION_MALFORMED"),
        ("determinant", [["foo(x)"]], "EXPRESSION_FUNCTION_UNKNOWN"),
        ("determinant", [["1"] * 9] * 9, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, task: str, matrix: list[list[str]], code: str) -> None:
    answer = client.post(PATH, json={"task": task, "matrix": matrix})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_eigenvectors(client: httpx.Client) -> None:
    answer = ask(client, "eigenvectors", [["a", "b"], ["b", "a"]])
    values = [one["formula"]["plain"] for one in answer["formulas"]]
    assert (sorted(values[:2]), values[2], answer["check"]) == (["a + b", "a - b"], "2", "confirmed")
    first = [row[values.index("a - b")] for row in plain(answer)]
    assert first in (["-1", "1"], ["1", "-1"])
    defective = ask(client, "eigenvectors", [["a", "1"], ["0", "a"]])
    assert plain(defective) == [["1"], ["0"]]
    assert defective["formulas"][-1]["formula"]["plain"] == "1"


@pytest.mark.parametrize(
    ("matrix", "rows"),
    [
        ([["0", "w*t"], ["-w*t", "0"]], [["cos(t*w)", "sin(t*w)"], ["-sin(t*w)", "cos(t*w)"]]),
        ([["2*t", "t"], ["0", "2*t"]], [["exp(2*t)", "t*exp(2*t)"], ["0", "exp(2*t)"]]),
        ([["0", "0"], ["0", "0"]], [["1", "0"], ["0", "1"]]),
    ],
)
def test_exponential(client: httpx.Client, matrix: list[list[str]], rows: list[list[str]]) -> None:
    answer = ask(client, "exponential", matrix)
    assert (plain(answer), answer["check"]) == (rows, "confirmed")


def test_the_exponential_of_four_names_is_checked(client: httpx.Client) -> None:
    answer = ask(client, "exponential", [["t*a", "t*b"], ["0", "t*c"]])
    assert answer["check"] == "confirmed"
