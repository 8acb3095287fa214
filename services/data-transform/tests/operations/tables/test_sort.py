from typing import Any

import pytest


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ([{"column": "amount"}], [10, 2, 1, 3]),
        ([{"column": "amount", "order": "descending"}], [1, 2, 10, 3]),
        ([{"column": "name", "compare": "ignore_case"}], [1, 10, 2, 3]),
        ([{"column": "city"}, {"column": "id", "order": "descending"}], [2, 3, 1, 10]),
    ],
)
def test_sort(tables: Any, by: list[dict[str, str]], expected: list[int]) -> None:
    assert tables.ids("sort", by=by) == expected


def test_sort_by_the_number_in_a_text(tables: Any) -> None:
    data = [{"x": "item 10"}, {"x": "item 9"}, {"x": "none"}]
    found = tables.rows("sort", data=data, by=[{"column": "x", "compare": "numbers"}])
    assert [row["x"] for row in found] == ["item 9", "item 10", "none"]
