import httpx
import pytest

PATH = "/api/v1/math/statistics/ab-test"


def test_an_experiment(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"visitors": [1000, 1000], "conversions": [100, 130]}).json()
    assert answer["difference"] == pytest.approx(0.03)
    assert answer["p_value"] == pytest.approx(0.03549, abs=5e-6)  # z = 2.1027
    assert answer["low"] < 0.03 < answer["high"]
    assert 0.97 < answer["probability_b_is_better"] < 0.99
    assert "B is better" in answer["sentence"]


def test_newcombes_interval(client: httpx.Client) -> None:
    """R. G. Newcombe (1998), table II, method 10: 56/70 against 48/80 is 0.0524 to 0.3339."""
    answer = client.post(PATH, json={"visitors": [80, 70], "conversions": [48, 56]}).json()
    assert (answer["low"], answer["high"]) == (
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )


def test_planning(client: httpx.Client) -> None:
    """J. L. Fleiss: from 0.5 to 0.6, two-sided 5 %, power 80 %: 388 in each group."""
    answer = client.post(PATH, json={"baseline": 0.5, "minimum_effect": 0.1}).json()
    assert answer["visitors_needed"] == 388


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"visitors": [10, 10], "conversions": [11, 1]},
        {"baseline": 0.5, "minimum_effect": 0},
        {"baseline": 0.5, "minimum_effect": 0.6},
        {"visitors": [10, 10], "conversions": [1, 1], "baseline": 0.5, "minimum_effect": 0.1},
    ],
)
def test_requests_outside_the_model(client: httpx.Client, body: dict[str, object]) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_ERROR")
