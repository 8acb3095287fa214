import httpx
import pytest

PATH = "/api/v1/math/statistics/contingency"


def test_the_lady_tasting_tea(client: httpx.Client) -> None:
    """R. A. Fisher, The Design of Experiments (1935): p = 0.4857 two-sided."""
    answer = client.post(PATH, json={"table": [[3, 1], [1, 3]]}).json()
    assert (answer["test"], answer["p_value"]) == ("fisher", pytest.approx(0.4857143, abs=1e-7))
    assert answer["odds_ratio"] == 9


def test_chi_square_from_columns(client: httpx.Client) -> None:
    data = {"sex": ["m"] * 40 + ["f"] * 40, "buys": ["y"] * 30 + ["n"] * 10 + ["y"] * 15 + ["n"] * 25}
    answer = client.post(PATH, json={"data": data, "row_column": "sex", "column_column": "buys"}).json()
    assert (answer["test"], answer["statistic"]) == ("chi_square", pytest.approx(11.428571428571429))
    assert answer["table"] == [[25, 15], [10, 30]]
    assert answer["cramers_v"] == pytest.approx((11.428571428571429 / 80) ** 0.5)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"table": [[0, 0], [1, 2]]}, "SAMPLES_NOT_SUITABLE"),
        ({"table": [[1, 2, 3], [1, 2, 3]], "test": "fisher"}, "SAMPLES_NOT_SUITABLE"),
        ({"table": [[1, 2], [1, 2, 3]]}, "SAMPLES_NOT_SUITABLE"),
        (
            {"data": {"a": ["x", "x"], "b": ["y", "z"]}, "row_column": "a", "column_column": "b"},
            "SAMPLES_NOT_SUITABLE",
        ),
        ({"data": {"a": ["x"]}}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
