from typing import Any

import pytest


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("$.store.book[*].author", ["Nigel Rees", "Evelyn Waugh", "Herman Melville"]),
        ("$..book[2].title", ["Moby Dick"]),
        ("$..book[?@.price<10].title", ["Sayings of the Century", "Moby Dick"]),
        ("$.store.nothing", []),
    ],
)
def test_jsonpath(queries: Any, query: str, expected: list[Any]) -> None:
    assert queries.result("jsonpath", query) == expected


@pytest.mark.parametrize(
    ("language", "query", "code"),
    [
        ("jsonpath", "$[", "QUERY_INVALID"),
        ("jmespath", "a[", "QUERY_INVALID"),
        ("jmespath", "length(`5`)", "QUERY_FAILED"),
        ("jsonata", "a +", "QUERY_INVALID"),
        ("jsonata", "$sum('x')", "QUERY_FAILED"),
        ("jq", ".[", "QUERY_INVALID"),
        ("jq", ".a", "QUERY_FAILED"),
        ("jq", 'import "x" as x; 1', "QUERY_INVALID"),
    ],
)
def test_mistakes_are_explained(queries: Any, language: str, query: str, code: str) -> None:
    assert queries.failure(language, data=[1], query=query) == (422, code)
