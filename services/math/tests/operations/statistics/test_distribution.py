import httpx
import pytest

PATH = "/api/v1/math/statistics/distribution"


@pytest.mark.parametrize(
    "case",
    [  # Abramowitz and Stegun, tables 26.1 to 26.10
        ("normal", "cdf", {"mean": 0, "standard_deviation": 1}, 1.96, 0.9750021048517795),
        ("normal", "quantile", {"mean": 0, "standard_deviation": 1}, 0.975, 1.959963984540054),
        ("student_t", "quantile", {"degrees_of_freedom": 10}, 0.975, 2.2281388519649385),
        ("chi_square", "quantile", {"degrees_of_freedom": 5}, 0.95, 11.070497693516351),
        ("f", "quantile", {"numerator_df": 3, "denominator_df": 10}, 0.95, 3.708264819047),
        ("binomial", "pdf", {"trials": 10, "probability": 0.5}, 5, 0.24609375),
        ("poisson", "cdf", {"mean": 2}, 3, 0.857123460498547),
        ("exponential", "survival", {"mean": 2}, 2, 0.36787944117144233),
        ("uniform", "cdf", {"low": 2, "high": 6}, 3, 0.25),
        ("triangular", "cdf", {"low": 0, "mode": 1, "high": 2}, 1, 0.5),
        ("hypergeometric", "pdf", {"population": 50, "marked": 5, "drawn": 10}, 1, 0.43133719722856756),
    ],
)
def test_published_values(
    client: httpx.Client, case: tuple[str, str, dict[str, float], float, float]
) -> None:
    name, task, parameters, value, expected = case
    body = {"distribution": name, "task": task, "parameters": parameters, "values": [value]}
    assert client.post(PATH, json=body).json()["values"] == [pytest.approx(expected, rel=1e-11)]


def test_random_numbers_repeat_and_are_fitted(client: httpx.Client) -> None:
    body = {
        "distribution": "gamma",
        "task": "sample",
        "parameters": {"shape": 3, "scale": 2},
        "count": 5_000,
        "seed": 1,
    }
    values = client.post(PATH, json=body).json()["values"]
    assert values == client.post(PATH, json=body).json()["values"]
    fitted = client.post(PATH, json={"distribution": "gamma", "task": "fit", "values": values}).json()
    assert [one["value"] for one in fitted["parameters"]] == pytest.approx([3, 2], rel=0.1)


@pytest.mark.parametrize(
    "body",
    [
        {"distribution": "normal", "task": "cdf", "parameters": {"mean": 0}, "values": [1]},
        {
            "distribution": "normal",
            "task": "cdf",
            "parameters": {"mean": 0, "standard_deviation": -1},
            "values": [1],
        },
        {
            "distribution": "normal",
            "task": "quantile",
            "parameters": {"mean": 0, "standard_deviation": 1},
            "values": [2],
        },
        {"distribution": "normal", "task": "fit", "values": [1, 1, 1, 1, 1]},
        {"distribution": "gamma", "task": "fit", "values": [-1, 2, 3, 4, 5]},
        {"distribution": "f", "task": "fit", "values": [1, 2, 3, 4, 5]},
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object]) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "DISTRIBUTION_NOT_SUITABLE")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"task": "sample", "parameters": {"population": 1e9, "marked": 5e8, "drawn": 1e8}}, "parameters"),
        (
            {"task": "quantile", "parameters": {"population": 1e9, "marked": 1, "drawn": 1}, "values": [0.5]},
            "",
        ),
    ],
)
def test_counts_that_are_too_large(client: httpx.Client, body: dict[str, object], field: str) -> None:
    """Its probabilities are sums of so many terms, and numpy draws no such numbers."""
    answer = client.post(PATH, json={"distribution": "hypergeometric", **body})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "DISTRIBUTION_NOT_SUITABLE")
    assert field in answer.json()["error"]["message"]


def test_values_from_a_file(client: httpx.Client) -> None:
    table = "name,amount\na,1.5\nb,\nc,2.5\nd,3.5\ne,4\nf,5\n"
    fields = {"distribution": "normal", "task": "fit", "column": "amount"}
    answer = client.post(PATH, files={"file": ("amounts.csv", table)}, data=fields)
    assert answer.status_code == 200, answer.text
    assert answer.json()["mean"] == pytest.approx(3.3)
    assert "1" in answer.json()["warnings"][-1]
    assert client.post(PATH, json={"distribution": "normal", "task": "fit"}).status_code == 422
