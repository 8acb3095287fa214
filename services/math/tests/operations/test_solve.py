import httpx
import pytest

PATH = "/api/v1/math/solve"


def test_a_system_is_solved(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"equations": ["x + y = 3", "x - y = 1"]})
    assert answer.status_code == 200
    result = answer.json()
    assert (result["status"], result["method"], result["complete"]) == ("solved", "symbolic", True)
    values = {one["unknown"]: one["value"]["exact"] for one in result["solutions"][0]["values"]}
    assert values == {"x": "2", "y": "1"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"equations": ["x = = 1"]}, "EQUATION_MALFORMED"),
        ({"equations": ["x + y = 1"]}, "UNKNOWNS_UNCLEAR"),
        ({"equations": ["sin(x) > 0"]}, "NO_SOLUTION_METHOD"),
        ({"equations": ["2 * = 1"]}, "EXPRESSION_MALFORMED"),
        ({"equations": ["x.y = 1"]}, "EXPRESSION_NOT_ALLOWED"),
        ({"equations": ["1+" * 600 + "x = 1"]}, "EXPRESSION_TOO_COMPLEX"),
        ({"equations": ["f(x) = 1"]}, "EXPRESSION_FUNCTION_UNKNOWN"),
        ({"equations": ["2j*x = 1"]}, "EXPRESSION_NAME_UNKNOWN"),
        ({"equations": ["x/0 = 1"]}, "RESULT_UNDEFINED"),
        ({"equations": ["9^9^9 = x"]}, "NUMBER_TOO_LARGE"),
        ({"equations": []}, "VALIDATION_ERROR"),
        ({"equations": ["x = 1"], "search_low": 5, "search_high": 5}, "VALIDATION_ERROR"),
    ],
)
def test_every_declared_error(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_what_never_ends_is_stopped_and_the_service_lives_on(client: httpx.Client) -> None:
    """Katsura's magnetism equations, a published benchmark: their Groebner basis is out of reach here."""
    size = 9
    names = [f"u{index}" for index in range(size + 1)]

    def term(index: int) -> str:
        return names[abs(index)] if abs(index) <= size else "0"

    sums = [
        " + ".join(f"{term(row - column)}*{term(column)}" for column in range(-size, size + 1))
        + f" = {term(row)}"
        for row in range(size)
    ]
    total = " + ".join([names[0], *(f"2*{name}" for name in names[1:])]) + " = 1"
    answer = client.post(PATH, json={"equations": [*sums, total]})
    assert (answer.status_code, answer.json()["error"]["code"]) in {
        (422, "NO_SOLUTION_METHOD"),
        (504, "TIMED_OUT"),
        (422, "RESOURCE_LIMIT"),
    }
    assert client.post(PATH, json={"equations": ["x = 1"]}).status_code == 200
