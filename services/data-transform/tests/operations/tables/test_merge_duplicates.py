from typing import Any

ROWS = [
    {"id": 1, "name": "Ada Lovelace", "tel": None},
    {"id": 2, "name": "Lovelace, Ada", "tel": "55 1"},
    {"id": 3, "name": "Grace Hopper", "tel": "55 2"},
]
BY = [{"column": "name", "method": "name"}]


def test_the_most_complete_row_stays(tables: Any) -> None:
    assert tables.ids("merge-duplicates", data=ROWS, by=BY) == [2, 3]


def test_the_first_row_is_filled(tables: Any) -> None:
    found = tables.rows("merge-duplicates", data=ROWS, by=BY, keep="first")
    assert found[0] == {"id": 1, "name": "Ada Lovelace", "tel": "55 1"}
    assert tables.rows("merge-duplicates", data=ROWS, by=BY, keep="first", fill=False)[0] == ROWS[0]


def test_in_a_pipeline(client: Any) -> None:
    steps = [{"operation": "merge-duplicates", "by": BY}, {"operation": "select", "keep": ["id"]}]
    answer = client.post("/api/v1/data/pipeline", json={"data": ROWS, "steps": steps})
    assert answer.json() == [{"id": 2}, {"id": 3}]


def test_an_unknown_column(tables: Any) -> None:
    assert tables.code("merge-duplicates", data=ROWS, by=[{"column": "x"}]) == (422, "COLUMN_NOT_FOUND")
