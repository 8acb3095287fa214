import math
from typing import Any

import httpx
import numpy as np
import pytest

PATH = "/api/v1/math/statistics/bootstrap"
# LSAT and GPA of 15 law schools: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), table 3.1.
LAW: dict[str, list[float]] = {
    "lsat": [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594],
    "gpa": [3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96],
}


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_correlation_of_the_law_schools(client: httpx.Client) -> None:
    """The book has 0.776 with a standard error of about 0.13 and the BCa interval 0.33 to 0.92 at 90 %."""
    answer = ask(client, data=LAW, statistic="correlation", confidence=0.9)
    assert answer["value"] == pytest.approx(0.776, abs=5e-4)
    assert answer["standard_error"] == pytest.approx(0.13, abs=0.015)
    assert (answer["low"], answer["high"]) == (pytest.approx(0.43, abs=0.04), pytest.approx(0.92, abs=0.02))


def test_the_mean_of_many_values_has_nearly_the_interval_of_theory(client: httpx.Client) -> None:
    values = np.random.default_rng(1).normal(10, 2, 400)
    answer = ask(client, data={"v": values.tolist()})
    reach = 1.96 * float(values.std(ddof=1)) / math.sqrt(len(values))
    assert answer["low"] == pytest.approx(float(values.mean()) - reach, abs=0.03)
    assert answer["high"] == pytest.approx(float(values.mean()) + reach, abs=0.03)


def test_a_seed_repeats_the_answer(client: httpx.Client) -> None:
    one, same, other = (ask(client, data={"v": LAW["lsat"]}, seed=seed)["low"] for seed in (1, 1, 2))
    assert one == same != other


@pytest.mark.parametrize(
    ("statistic", "columns", "value"),
    [
        ("median", ["lsat"], 580),
        ("percentile", ["lsat"], 580),
        ("standard_deviation", ["lsat"], np.std(LAW["lsat"], ddof=1)),
        ("variance", ["lsat"], np.var(LAW["lsat"], ddof=1)),
        ("trimmed_mean", ["lsat"], np.mean(sorted(LAW["lsat"])[1:-1])),
        ("difference_of_means", ["lsat", "gpa"], np.mean(LAW["lsat"]) - np.mean(LAW["gpa"])),
        ("difference_of_medians", ["lsat", "gpa"], 580 - 3.07),
        ("ratio_of_means", ["lsat", "gpa"], np.mean(LAW["lsat"]) / np.mean(LAW["gpa"])),
    ],
)
def test_statistics(client: httpx.Client, statistic: str, columns: list[str], value: float) -> None:
    answer = ask(client, data=LAW, statistic=statistic, columns=columns, resamples=500, method="percentile")
    assert answer["value"] == pytest.approx(value)
    assert answer["low"] <= answer["value"] <= answer["high"]


def test_bca_of_many_values_becomes_percentile(client: httpx.Client) -> None:
    answer = ask(client, data={"v": list(range(6_000))}, resamples=200)
    assert (answer["method"], len(answer["warnings"])) == ("percentile", 1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": LAW}, "SAMPLES_NOT_SUITABLE"),
        ({"data": {"v": [1, 2]}}, "SAMPLE_TOO_SMALL"),
        ({"data": {"v": [1, 1, 1]}}, "SAMPLE_CONSTANT"),
        ({"data": {"v": ["x"]}, "columns": ["v"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": LAW, "columns": ["age"]}, "COLUMN_UNKNOWN"),
        ({"data": {"a": [1, 2, 3], "b": [1, 2]}, "statistic": "correlation"}, "COLUMN_LENGTHS_DIFFER"),
        ({"data": {"v": list(range(10_000))}, "resamples": 100_000}, "SAMPLES_NOT_SUITABLE"),
        ({"data": LAW, "statistic": "kurtosis"}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
