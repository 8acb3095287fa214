import math

import httpx
import pytest

PATH = "/api/v1/math/numeric/ode"


def test_an_oscillator(client: httpx.Client) -> None:
    body = {
        "derivatives": {"x": "v", "v": "-x"},
        "initial": {"x": 1, "v": 0},
        "t_end": 2 * math.pi,
        "points": 5,
    }
    first = client.post(PATH, json=body).json()["trajectories"][0]
    assert first["values"] == pytest.approx([1, 0, -1, 0, 1], abs=1e-6)


def test_a_stiff_system(client: httpx.Client) -> None:
    """H. H. Robertson (1966), at t = 40: 0.7158, 9.185e-6, 0.2842."""
    body = {
        "derivatives": {"a": "-0.04a + 10^4*b*c", "b": "0.04a - 10^4*b*c - 3*10^7*b^2", "c": "3*10^7*b^2"},
        "initial": {"a": 1, "b": 0, "c": 0},
        "t_end": 40,
        "points": 2,
    }
    ends = [one["values"][-1] for one in client.post(PATH, json=body).json()["trajectories"]]
    assert ends == pytest.approx([0.7158, 9.185e-6, 0.2842], rel=1e-3)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"derivatives": {"x": "x^2"}, "t_end": 2}, "NUMERIC_NOT_CONVERGED"),
        ({"derivatives": {"x": "y"}}, "EXPRESSION_NAME_UNKNOWN"),
        ({"derivatives": {"y": "y"}}, "VALIDATION_ERROR"),
        ({"t_end": 0}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, changes: dict[str, object], code: str) -> None:
    body = {"derivatives": {"x": "-x"}, "initial": {"x": 1}, "t_end": 1, **changes}
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
