import httpx
import pytest

PATH = "/api/v1/math/finance/depreciation"


@pytest.mark.parametrize(
    ("body", "period", "amount"),
    [  # the examples that Excel documents for SLN, SYD, DDB and DB
        ({"cost": 30000, "salvage": 7500, "life": 10}, 1, 2250.0),
        ({"cost": 30000, "salvage": 7500, "life": 10, "method": "sum_of_years"}, 1, 4090.91),
        ({"cost": 30000, "salvage": 7500, "life": 10, "method": "sum_of_years"}, 10, 409.09),
        ({"cost": 2400, "salvage": 300, "life": 10, "method": "double_declining"}, 1, 480.0),
        ({"cost": 2400, "salvage": 300, "life": 10, "method": "double_declining", "factor": 1.5}, 2, 306.0),
        ({"cost": 2400, "salvage": 300, "life": 10, "method": "double_declining"}, 10, 22.12),
        (
            {
                "cost": 1000000,
                "salvage": 100000,
                "life": 6,
                "method": "fixed_declining",
                "first_year_months": 7,
            },
            1,
            186083.33,
        ),
        (
            {
                "cost": 1000000,
                "salvage": 100000,
                "life": 6,
                "method": "fixed_declining",
                "first_year_months": 7,
            },
            2,
            259639.42,
        ),
        (
            {
                "cost": 1000000,
                "salvage": 100000,
                "life": 6,
                "method": "fixed_declining",
                "first_year_months": 7,
            },
            7,
            15845.10,
        ),
    ],
)
def test_documented_values(client: httpx.Client, body: dict[str, object], period: int, amount: float) -> None:
    rows = client.post(PATH, json=body).json()["rows"]
    assert rows[period - 1]["depreciation"] == amount


def test_switching_ends_at_the_salvage(client: httpx.Client) -> None:
    body = {"cost": 1000, "salvage": 100, "life": 5, "method": "double_declining_switching"}
    assert client.post(PATH, json=body).json()["rows"][-1]["book_value"] == 100.0


def test_a_salvage_above_the_cost_is_refused(client: httpx.Client) -> None:
    assert client.post(PATH, json={"cost": 1, "salvage": 2, "life": 3}).status_code == 422


def test_the_largest_figures_are_rounded(client: httpx.Client) -> None:
    largest = {"cost": 1e24, "salvage": 1e24, "life": 1000, "decimals": 12}
    assert client.post(PATH, json=largest).status_code == 200
