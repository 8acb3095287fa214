import httpx
import pytest

PATH = "/api/v1/math/evaluate"


def test_an_expression_is_evaluated(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"expression": "sqrt(x^2 + y^2)", "variables": {"x": 3, "y": 4}})
    assert answer.status_code == 200
    expected = {"type": "real", "value": 5.0, "text": "5.0", "real": None, "imaginary": None}
    expected |= {"matrix": None, "unit": None}
    assert answer.json() == {"result": expected, "results": []}


def test_a_batch_has_a_result_or_an_error_for_each(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"expressions": ["1/3", "1/0", "2 *"], "mode": "fraction"})
    assert answer.status_code == 200
    assert answer.json()["result"] is None
    first, second, third = answer.json()["results"]
    assert (first["result"]["text"], first["error"]) == ("1/3", None)
    assert second["result"] is None
    assert second["error"]["code"] == "RESULT_UNDEFINED"
    assert second["error"]["message"] == "'expressions[1]' has no result: it divides by zero."
    assert third["error"]["code"] == "EXPRESSION_MALFORMED"


def test_a_large_batch_is_answered(client: httpx.Client) -> None:
    batch = {"expressions": [f"x * {factor}" for factor in range(1_000)], "variables": {"x": 2}}
    results = client.post(PATH, json=batch).json()["results"]
    assert [item["result"]["value"] for item in results] == [2 * factor for factor in range(1_000)]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("2 *", "EXPRESSION_MALFORMED"),
        ("1/2x", "EXPRESSION_AMBIGUOUS"),
        ("3 m + 2 s", "UNITS_MISMATCH"),
        ("[1, 2] + [1, 2, 3]", "MATRIX_SHAPE_MISMATCH"),
        ("sum(i, 1, 10^7, i)", "EVALUATION_TOO_LONG"),
        ("x.y", "EXPRESSION_NOT_ALLOWED"),
        ("(" * 30, "EXPRESSION_MALFORMED"),
        ("(" * 300, "EXPRESSION_TOO_COMPLEX"),
        ("1+" * 900 + "1", "EXPRESSION_TOO_COMPLEX"),
        ("x", "EXPRESSION_NAME_UNKNOWN"),
        ("f(1)", "EXPRESSION_FUNCTION_UNKNOWN"),
        ("1/0", "RESULT_UNDEFINED"),
        ("9**9**9", "NUMBER_TOO_LARGE"),
    ],
)
def test_every_declared_error(client: httpx.Client, expression: str, code: str) -> None:
    answer = client.post(PATH, json={"expression": expression})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert answer.json()["error"]["message"].startswith("'expression' ")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"expression": "1", "expressions": ["1"]},
        {"expressions": []},
        {"expressions": ["1"] * 1_001},
        {"expression": "1", "digits": 0},
        {"expression": "1", "digits": 1_001},
        {"expression": "1", "mode": "fraction", "domain": "complex"},
        {"expression": "1", "variables": {"__class__": 1}},
        {"expression": "1", "variables": {"x": {}}},
        {"expression": "1", "surprise": 1},
        {"expression": {}},
    ],
)
def test_requests_outside_the_model_are_refused(client: httpx.Client, body: dict[str, object]) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_ERROR")


def test_special_results_are_valid_json(client: httpx.Client) -> None:
    for expression, kind in (("inf", "infinity"), ("nan", "nan")):
        result = client.post(PATH, json={"expression": expression}).json()["result"]
        assert (result["type"], result["value"]) == (kind, None)
