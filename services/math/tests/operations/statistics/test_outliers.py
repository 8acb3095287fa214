from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/statistics/outliers"
# NIST/SEMATECH e-Handbook 1.3.5.17.3: the data of B. Rosner, Technometrics 25 (1983), have three outliers.
ROSNER = [
    *(
        -0.25,
        0.68,
        0.94,
        1.15,
        1.20,
        1.26,
        1.26,
        1.34,
        1.38,
        1.43,
        1.49,
        1.49,
        1.55,
        1.56,
        1.58,
        1.65,
        1.69,
        1.70,
    ),
    *(
        1.76,
        1.77,
        1.81,
        1.91,
        1.94,
        1.96,
        1.99,
        2.06,
        2.09,
        2.10,
        2.14,
        2.15,
        2.23,
        2.24,
        2.26,
        2.35,
        2.37,
        2.40,
    ),
    *(
        2.47,
        2.54,
        2.62,
        2.64,
        2.90,
        2.92,
        2.92,
        2.93,
        3.21,
        3.26,
        3.30,
        3.59,
        3.68,
        4.30,
        4.64,
        5.34,
        5.42,
        6.01,
    ),
]
# NIST/SEMATECH e-Handbook 1.3.5.17.1: mass spectrometer measurements of a uranium isotope; G = 2.4687.
URANIUM = [199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57]


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_rosners_test(client: httpx.Client) -> None:
    found = ask(client, data={"v": ROSNER}, method="esd")["outliers"]
    assert [(one["value"], one["score"]) for one in found] == [
        (6.01, pytest.approx(3.118, abs=2e-3)),
        (5.42, pytest.approx(2.942, abs=2e-3)),
        (5.34, pytest.approx(3.179, abs=2e-3)),
    ]


def test_grubbs_test(client: httpx.Client) -> None:
    (found,) = ask(client, data={"v": URANIUM}, method="esd", max_outliers=1)["outliers"]
    assert (found["value"], found["row"], found["score"]) == (245.57, 7, pytest.approx(2.4687, abs=1e-4))


@pytest.mark.parametrize(("method", "high"), [("iqr", 205.2), ("mad", None), ("z_score", None)])
def test_limits(client: httpx.Client, method: str, high: float | None) -> None:
    answer = ask(client, data={"v": [*URANIUM, *URANIUM[:-1], None], "w": list(range(16))}, method=method)
    assert answer["rows"] == [7]
    assert [(one["column"], one["count"]) for one in answer["columns"]] == [("v", 1), ("w", 0)]
    if high is not None:
        assert answer["columns"][0]["high"] == pytest.approx(high, abs=0.5)


def test_values_that_are_mostly_equal(client: httpx.Client) -> None:
    answer = ask(client, data={"v": [5, 5, 5, 5, 5, 5, 9]}, method="mad")
    assert answer["rows"] == [6]


def test_many_outliers_are_cut_with_a_warning(client: httpx.Client) -> None:
    values = [0, 1] * 5_000 + [50] * 1_500
    answer = ask(client, data={"v": values}, method="z_score", threshold=1.5)
    assert (len(answer["outliers"]), len(answer["rows"]), len(answer["warnings"])) == (1_000, 1_500, 1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": {"v": [1, 2]}}, "SAMPLE_TOO_SMALL"),
        ({"data": {"v": [1, 1, 1]}}, "SAMPLE_CONSTANT"),
        ({"data": {"v": ["x"]}}, "SAMPLE_TOO_SMALL"),
        ({"data": {"v": ["x"]}, "columns": ["v"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"v": [1]}, "columns": ["w"]}, "COLUMN_UNKNOWN"),
        ({"data": {"v": [1, 2, 3]}, "threshold": 0}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
