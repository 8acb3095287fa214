import httpx
import pytest

PATH = "/api/v1/math/optimize/linear"


def test_wyndor_glass(client: httpx.Client) -> None:
    """F. Hillier, G. Lieberman, Introduction to Operations Research: 36 at (2, 6), prices 0, 3/2, 1."""
    body = {
        "goal": "maximize",
        "objective": "3x + 5y",
        "constraints": ["x <= 4", "2y <= 12", "3x + 2y <= 18"],
    }
    answer = client.post(PATH, json=body).json()
    assert (answer["objective"], answer["optimal"]) == (pytest.approx(36), True)
    assert {one["name"]: one["value"] for one in answer["values"]} == {"x": 2, "y": 6}
    assert [one["shadow_price"] for one in answer["constraints"]] == [
        pytest.approx(value) for value in (0, 1.5, 1)
    ]
    assert [one["slack"] for one in answer["constraints"]] == [pytest.approx(value) for value in (2, 0, 0)]


def test_whole_numbers(client: httpx.Client) -> None:
    body = {
        "goal": "maximize",
        "objective": "5x + 4y",
        "constraints": ["6x + 4y <= 24", "x + 2y <= 6"],
        "variables": {"x": {"kind": "integer"}, "y": {"kind": "integer"}},
    }
    assert client.post(PATH, json=body).json()["objective"] == pytest.approx(20)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            {"goal": "minimize", "objective": "x", "constraints": ["x >= 2", "x <= 1"]},
            "OPTIMIZATION_INFEASIBLE",
        ),
        ({"goal": "maximize", "objective": "x"}, "OPTIMIZATION_UNBOUNDED"),
        ({"goal": "maximize", "objective": "x*y"}, "OPTIMIZATION_NOT_SUITABLE"),
        ({"goal": "maximize", "objective": "x +"}, "EXPRESSION_MALFORMED"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
