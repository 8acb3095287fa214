from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/statistics/regression"
ANSCOMBE = {
    "x": [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
    "y": [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
}


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json={"target": "y", "predictors": ["x"], **body})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_anscombe(client: httpx.Client) -> None:
    """R: intercept 3.0001 (1.1247), slope 0.5001 (0.1179), R^2 0.6665, F 17.99."""
    answer = ask(client, data=ANSCOMBE, predict=[{"x": 10}])
    values = [(one["value"], one["standard_error"]) for one in answer["coefficients"]]
    assert values[0] == (pytest.approx(3.0001, abs=5e-5), pytest.approx(1.1247, abs=5e-5))
    assert values[1] == (pytest.approx(0.5001, abs=5e-5), pytest.approx(0.1179, abs=5e-5))
    assert (answer["r_squared"], answer["f_statistic"]) == (
        pytest.approx(0.6665, abs=5e-5),
        pytest.approx(17.99, abs=5e-3),
    )
    assert answer["predictions"][0]["low"] < 8.001 < answer["predictions"][0]["high"]


@pytest.mark.parametrize("name", ["Wampler4", "Wampler5"])
def test_wampler(client: httpx.Client, name: str) -> None:
    """NIST StRD: both have six coefficients of 1, for noise of 1e4 and more times the signal."""
    deltas = [
        759,
        -2048,
        2048,
        -2048,
        2523,
        -2048,
        2048,
        -2048,
        1838,
        -2048,
        2048,
        -2048,
        1838,
        -2048,
        2048,
        -2048,
        2523,
        -2048,
        2048,
        -2048,
        759,
    ]
    factor = 100 if name == "Wampler4" else 10_000
    x = list(range(21))
    y = [
        sum(value**power for power in range(6)) + factor * delta
        for value, delta in zip(x, deltas, strict=True)
    ]
    answer = ask(client, data={"x": x, "y": y}, model="polynomial", degree=5)
    assert [one["value"] for one in answer["coefficients"]] == pytest.approx([1.0] * 6, rel=1e-9)


def test_categories(client: httpx.Client) -> None:
    answer = ask(
        client,
        data={"x": ["a", "b", "a", "b", "c", "c"], "y": [1, 3, 1.2, 3.2, 6, 6.2]},
        predict=[{"x": "c"}],
    )
    assert [one["name"] for one in answer["coefficients"]] == ["(intercept)", "x=b", "x=c"]
    assert answer["predictions"][0]["value"] == pytest.approx(6.1)


def test_logistic(client: httpx.Client) -> None:
    """Hours of study and passing: coefficients -4.0777 and 1.5046, as published for this example."""
    hours = [
        0.5,
        0.75,
        1,
        1.25,
        1.5,
        1.75,
        1.75,
        2,
        2.25,
        2.5,
        2.75,
        3,
        3.25,
        3.5,
        4,
        4.25,
        4.5,
        4.75,
        5,
        5.5,
    ]
    passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1]
    answer = ask(client, data={"x": hours, "y": passed}, model="logistic", predict=[{"x": 2}])
    assert [one["value"] for one in answer["coefficients"]] == pytest.approx([-4.0777, 1.5046], abs=5e-5)
    assert answer["predictions"][0]["value"] == pytest.approx(0.2557, abs=5e-5)


@pytest.mark.parametrize("model", ["ridge", "quantile", "robust"])
def test_other_models_find_the_slope(client: httpx.Client, model: str) -> None:
    x = list(range(30))
    y = [2 * value + 1 + (0.1 if value % 2 else -0.1) for value in x]
    answer = ask(client, data={"x": x, "y": y}, model=model)
    assert answer["coefficients"][1]["value"] == pytest.approx(2, rel=0.05)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": {"x": [1, 2], "y": [1, 2]}}, "REGRESSION_NOT_POSSIBLE"),
        ({"data": {"x": [1, 1, 1, 1], "y": [1, 2, 3, 4]}}, "REGRESSION_NOT_POSSIBLE"),
        ({"data": {"x": [1, 2, 3, 4], "y": [0, 0, 1, 1]}, "model": "logistic"}, "REGRESSION_NOT_POSSIBLE"),
        ({"data": {"x": [1, 2, 3], "y": ["a", "b", "c"]}}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"x": [1, 2, 3], "z": [1, 2, 3]}}, "COLUMN_UNKNOWN"),
        ({"data": {"x": [1, 2, 3], "y": [1, 2]}}, "COLUMN_LENGTHS_DIFFER"),
        ({"data": ANSCOMBE, "predict": [{"z": 1}]}, "REGRESSION_NOT_POSSIBLE"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json={"target": "y", "predictors": ["x"], **body})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
