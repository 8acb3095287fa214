import httpx
import pytest

PATH = "/api/v1/math/numeric/fit"
# NIST StRD, nonlinear regression: Misra1a and BoxBOD, with both published starts.
MISRA1A = (
    [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0],
    [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78],
)
BOXBOD = ([1, 2, 3, 5, 7, 10], [109, 149, 149, 191, 213, 224])


@pytest.mark.parametrize(
    ("data", "start", "values", "errors"),
    [
        (MISRA1A, (500, 1e-4), (2.3894212918e2, 5.5015643181e-4), (2.7070075241, 7.2668688436e-6)),
        (MISRA1A, (250, 5e-4), (2.3894212918e2, 5.5015643181e-4), (2.7070075241, 7.2668688436e-6)),
        (BOXBOD, (1, 1), (2.1380940889e2, 5.4723748542e-1), (1.2354515176e1, 1.0455993237e-1)),
        (BOXBOD, (100, 0.75), (2.1380940889e2, 5.4723748542e-1), (1.2354515176e1, 1.0455993237e-1)),
    ],
)
def test_nist(
    client: httpx.Client,
    data: tuple[list[float], list[float]],
    start: tuple[float, float],
    values: tuple[float, float],
    errors: tuple[float, float],
) -> None:
    body = {
        "x": data[0],
        "y": data[1],
        "expression": "b1*(1 - exp(-b2*x))",
        "start": {"b1": start[0], "b2": start[1]},
    }
    parameters = client.post(PATH, json=body).json()["parameters"]
    assert [one["value"] for one in parameters] == pytest.approx(values, rel=1e-9)
    assert [one["standard_error"] for one in parameters] == pytest.approx(errors, rel=1e-9)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        ("exponential", {"a": 5, "b": -0.5}),
        ("power", {"a": 2, "b": 1.5}),
        ("michaelis_menten", {"v": 4, "k": 2}),
    ],
)
def test_named_models(client: httpx.Client, model: str, values: dict[str, float]) -> None:
    x = [0.5 + 0.5 * place for place in range(12)]
    made = {
        "exponential": [5 * 2.718281828459045 ** (-0.5 * value) for value in x],
        "power": [2 * value**1.5 for value in x],
        "michaelis_menten": [4 * value / (2 + value) for value in x],
    }
    answer = client.post(PATH, json={"x": x, "y": made[model], "model": model}).json()
    assert {one["name"]: one["value"] for one in answer["parameters"]} == pytest.approx(values, rel=1e-6)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expression": "a*x"}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"expression": "log(-a^2 - 1)*x", "start": {"a": 1}}, "NUMERIC_NOT_CONVERGED"),
        ({"expression": "a*", "start": {"a": 1}}, "EXPRESSION_MALFORMED"),
        ({}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, changes: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json={"x": [1, 2, 3], "y": [1, 2, 3], **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
