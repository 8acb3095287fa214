import base64
import math
from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/numeric/fit"
DECAY: dict[str, list[float]] = {"x": [0, 1, 2, 3, 4], "y": [5, 3.1, 1.8, 1.1, 0.7]}


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_same_points_from_every_source(client: httpx.Client) -> None:
    x, y = DECAY["x"], DECAY["y"]
    first = ask(client, **DECAY, model="exponential")
    assert first["points"] == 5
    table = "hours;rate\n" + "\n".join(f"{a};{str(b).replace('.', ',')}" for a, b in zip(x, y, strict=True))
    columns = {"target": "rate", "predictors": ["hours"], "model": "exponential"}
    file = {"base64": base64.b64encode(table.encode()).decode()}
    rows = [{"hours": a, "rate": b} for a, b in zip(x, y, strict=True)]
    for source in ({"file": file}, {"rows": rows}, {"data": {"hours": x, "rate": y}}):
        assert ask(client, **columns, **source) == first


def test_two_predictors_and_a_row_without_a_number(client: httpx.Client) -> None:
    data: dict[str, list[float | None]] = {"time": [1, 2, 3, 4, 5, 6], "heat": [1, 3, 2, 5, 4, 6], "y": []}
    data["y"] = [None, *(2 * 3**0.5 + 0.5 * 2, 2 * 2**0.5 + 0.5 * 3, 2 * 5**0.5 + 0.5 * 4)]
    data["y"] += [2 * 4**0.5 + 0.5 * 5, 2 * 6**0.5 + 0.5 * 6]
    body = {"data": data, "predictors": ["heat", "time"], "start": {"a": 1, "b": 1}}
    for expression in ("a*sqrt(heat) + b*time", "a*sqrt(x1) + b*x2"):
        answer = ask(client, **body, expression=expression)
        assert [one["value"] for one in answer["parameters"]] == pytest.approx([2, 0.5], rel=1e-12)
        assert "left out" in answer["warnings"][0]


@pytest.mark.parametrize(
    ("model", "values"),
    [
        ("exponential", {"a": 5, "b": -0.5}),
        ("power", {"a": 2, "b": 1.5}),
        ("michaelis_menten", {"v": 4, "k": 2}),
        ("logistic", {"c": 10, "k": -1.5, "m": 3}),
        ("gaussian", {"a": -2, "m": 4, "s": 0.25}),
        ("sine", {"c": 1, "a": 3, "w": 5, "p": 0.7}),
    ],
)
def test_named_models(client: httpx.Client, model: str, values: dict[str, float]) -> None:
    x = [0.5 + 0.5 * place for place in range(12)]
    made = {
        "exponential": [5 * math.exp(-0.5 * value) for value in x],
        "power": [2 * value**1.5 for value in x],
        "michaelis_menten": [4 * value / (2 + value) for value in x],
        "logistic": [10 / (1 + math.exp(1.5 * (value - 3))) for value in x],
        "gaussian": [-2 * math.exp(-((value - 4) ** 2) / 0.125) for value in x],
        "sine": [1 + 3 * math.sin(5 * value + 0.7) for value in x],
    }
    answer = client.post(PATH, json={"x": x, "y": made[model], "model": model}).json()
    assert {one["name"]: one["value"] for one in answer["parameters"]} == pytest.approx(values, rel=1e-6)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expression": "a*x"}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"expression": "log(-a^2 - 1)*x", "start": {"a": 1}}, "NUMERIC_NOT_CONVERGED"),
        ({"expression": "a*", "start": {"a": 1}}, "EXPRESSION_MALFORMED"),
        ({"expression": "a*x", "start": {"a": 1, "b": 1}}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"expression": "a*x + b/(c - x)", "start": {"a": 1, "b": 1, "c": 2}}, "NUMERIC_NOT_CONVERGED"),
        ({"expression": "a*x", "start": {"a": 1}, "data": {"x": [1, 2], "y": [1, 2]}}, "VALIDATION_ERROR"),
        ({}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, changes: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json={"x": [1, 2, 3], "y": [1, 2, 3], **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_parameters_that_the_points_leave_open_are_named(client: httpx.Client) -> None:
    traded = ask(client, **DECAY, expression="a*b*exp(-c*x)", start={"a": 1, "b": 1, "c": 1})
    assert "'a', 'b'" in traded["warnings"][0]
    errors = {one["name"]: one["standard_error"] for one in traded["parameters"]}
    assert (errors["a"], errors["b"]) == (None, None)
    assert errors["c"] > 0
    unused = ask(client, **DECAY, expression="a + 0*b*x", start={"a": 1, "b": 1})
    assert "'b'" in unused["warnings"][0]


def test_a_search_that_ends_in_a_bad_place_says_so(client: httpx.Client) -> None:
    body = {"x": [1, 2, 3, 4, 5, 6], "y": [1, 2, 3, 4, 5, 60]}
    answer = ask(client, **body, expression="100 + exp(-a)", start={"a": 5})
    assert any("worse than a constant" in one for one in answer["warnings"])
