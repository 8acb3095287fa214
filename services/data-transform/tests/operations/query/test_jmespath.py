from typing import Any

import pytest


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("store.bicycle.color", "red"),
        ("store.book[?price < `10`].title", ["Sayings of the Century", "Moby Dick"]),
        ("length(store.book)", 3),
        ("nothing", None),
    ],
)
def test_jmespath(queries: Any, query: str, expected: Any) -> None:
    assert queries.result("jmespath", query) == expected


def test_any_format_can_be_asked(queries: Any) -> None:
    answer = queries.call("jmespath", text="a;b\n1;x\n2;y\n", query="[?a > `1`].b")
    assert answer.json() == {"result": ["y"], "count": 1, "warnings": []}


def test_a_slice_with_a_step_of_0_is_refused(queries: Any) -> None:
    assert queries.failure("jmespath", data=[1, 2], query="[::0]") == (422, "QUERY_FAILED")
