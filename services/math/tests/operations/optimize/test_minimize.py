import httpx
import pytest

PATH = "/api/v1/math/optimize/minimize"


def values(answer: dict[str, list[dict[str, float]]]) -> list[float]:
    return [one["value"] for one in answer["values"]]


def test_rosenbrock(client: httpx.Client) -> None:
    body = {
        "expression": "(1 - x)^2 + 100*(y - x^2)^2",
        "variables": {"x": {"start": -1.2}, "y": {"start": 1}},
    }
    assert values(client.post(PATH, json=body).json()) == pytest.approx([1, 1], rel=1e-6)


def test_constraints(client: httpx.Client) -> None:
    body = {
        "goal": "maximize",
        "expression": "x*y",
        "variables": {"x": {"low": 0}, "y": {"low": 0}},
        "constraints": ["x + y = 10"],
    }
    answer = client.post(PATH, json=body).json()
    assert values(answer) == pytest.approx([5, 5], rel=1e-6)
    assert answer["objective"] == pytest.approx(25)


def test_a_global_search(client: httpx.Client) -> None:
    """L. Rastrigin's function has a lattice of minima, the least at the origin."""
    body = {
        "expression": "20 + x^2 - 10cos(2pi*x) + y^2 - 10cos(2pi*y)",
        "variables": {name: {"low": -5.12, "high": 5.12, "start": 4} for name in "xy"},
        "global_search": True,
    }
    assert client.post(PATH, json=body).json()["objective"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"expression": "x", "variables": {"x": {}}}, "OPTIMIZATION_NOT_SUITABLE"),
        ({"expression": "log(x)", "variables": {"x": {"low": -2, "high": -1}}}, "OPTIMIZATION_NOT_CONVERGED"),
        ({"expression": "x + z", "variables": {"x": {"start": 1}}}, "EXPRESSION_NAME_UNKNOWN"),
        ({"expression": "x", "variables": {"x": {"low": 2, "high": 1}}}, "OPTIMIZATION_NOT_SUITABLE"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
