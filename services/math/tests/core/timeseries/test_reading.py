"""Every operation of series takes a table too: a column by name, or the first numeric one."""

from typing import Any

import httpx
import pytest

MONTHS = [f"2026-{month:02d}-01" for month in range(1, 13)]
SALES = [10, 11, 10, 12, 11, 10, 60, 11, 12, None, 11, 10]
OPERATIONS: dict[str, dict[str, object]] = {
    "smooth": {"window": 2},
    "decompose": {"period": 3},
    "forecast": {"steps": 2, "method": "naive"},
    "anomalies": {},
}


def ask(client: httpx.Client, name: str, **body: object) -> dict[str, Any]:
    answer = client.post(f"/api/v1/math/series/{name}", json={**OPERATIONS[name], **body})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("name", list(OPERATIONS))
def test_a_table_gives_what_its_values_give(client: httpx.Client, name: str) -> None:
    of_values = ask(client, name, values=SALES)
    rows = [{"month": month, "sales": value} for month, value in zip(MONTHS, SALES, strict=True)]
    assert ask(client, name, rows=rows) == of_values
    assert ask(client, name, data={"month": MONTHS, "n": MONTHS, "sales": SALES}, column="sales") == of_values


def test_a_file_with_decimal_commas(client: httpx.Client) -> None:
    file = {"file": ("sales.csv", b"month;sales\n1;1,5\n2;2,5\n3;\n4;4,5\n")}
    answer = client.post("/api/v1/math/series/smooth", data={"column": "sales", "window": "1"}, files=file)
    assert (answer.json()["values"], answer.json()["filled"]) == ([1.5, 2.5, 3.5, 4.5], [2])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"data": {"month": MONTHS}}, "SAMPLE_TOO_SMALL"),
        ({"data": {"month": MONTHS}, "column": "month"}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"month": MONTHS}, "column": "sales"}, "COLUMN_UNKNOWN"),
        ({"data": {"v": [1] * 100_001}}, "SAMPLES_NOT_SUITABLE"),
        ({"values": [1], "data": {"v": [1]}}, "VALIDATION_ERROR"),
        ({}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post("/api/v1/math/series/smooth", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
