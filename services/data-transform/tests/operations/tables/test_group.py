import json
from pathlib import Path
from typing import Any

import httpx
import pytest

ROWS = 1_500_000


def test_group(tables: Any) -> None:
    aggregates = [
        {"function": "count"},
        {"function": "sum", "column": "amount", "name": "total"},
        {"function": "join", "column": "name"},
        {"function": "count_distinct", "column": "name"},
        {"function": "percentile", "column": "id", "percent": 50},
    ]
    found = tables.rows("group", by=["city"], aggregates=aggregates)
    assert found[0] == {
        "city": "London", "count": 2, "total": 120.5, "name_join": "Ada, Linus", "name_count_distinct": 2,
        "id_percentile": 2.0,
    }  # fmt: skip
    assert [row["city"] for row in found] == ["London", "Arlington", None]
    assert tables.rows("group", aggregates=[{"function": "max", "column": "id"}]) == [{"id_max": 10}]


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_a_file_of_100_mb(client: httpx.Client, tmp_path: Path) -> None:
    """Its whole table fits into the memory of a call, and so does the address space that the engine maps."""
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("id,name,city,price,comment\n")
        for number in range(ROWS):
            file.write(f"{number},customer {number * 7919 % 10**6},city {number % 8},{number % 977}.25,")
            file.write(f'"comment no {number % 97} on this line"\n')
    fields = {"by": "city", "aggregates": json.dumps([{"function": "sum", "column": "price"}]), "to": "json"}
    with path.open("rb") as content:
        answer = client.post(
            "/api/v1/data/tables/group", data=fields, files={"file": ("large.csv", content)}, timeout=120
        )
    assert answer.status_code == 200, answer.text
    assert len(answer.json()) == 8
    assert sum(row["price_sum"] for row in answer.json()) == sum(
        number % 977 + 0.25 for number in range(ROWS)
    )
