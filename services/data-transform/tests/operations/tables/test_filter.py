from typing import Any

import httpx
import pytest


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"where": "amount > 50 AND city = 'London'"}, [1]),
        ({"where": "amount > 50", "negate": True}, [3, 10]),
        ({"where": "name LIKE 'A%'"}, [1, 10]),
        (
            {"conditions": [{"column": "name", "operator": "equals", "value": "ADA", "ignore_case": True}]},
            [1, 10],
        ),
        ({"conditions": [{"column": "amount", "operator": "less", "value": "100"}]}, [2, 10]),
        ({"conditions": [{"column": "note", "operator": "empty"}]}, [2, 3]),
        ({"conditions": [{"column": "note", "operator": "not_empty"}]}, [1, 10]),
        ({"conditions": [{"column": "city", "operator": "in", "value": ["London", "Rome"]}]}, [1, 3]),
        ({"conditions": [{"column": "id", "operator": "not_in", "value": [1, 2]}]}, [3, 10]),
        ({"conditions": [{"column": "name", "operator": "matches", "value": "^[a-z]"}]}, [2]),
        (
            {
                "match": "any",
                "conditions": [
                    {"column": "id", "operator": "equals", "value": 10},
                    {"column": "city", "operator": "starts_with", "value": "Arl"},
                ],
            },
            [2, 10],
        ),
    ],
)
def test_filter(tables: Any, fields: dict[str, Any], expected: list[int]) -> None:
    assert tables.ids("filter", **fields) == expected


@pytest.mark.parametrize(
    ("operation", "fields", "expected"),
    [
        ("filter", {"where": "amount >"}, "EXPRESSION_INVALID"),
        ("filter", {"where": "nope = 1"}, "EXPRESSION_FAILED"),
        ("filter", {"where": "read_csv('/etc/passwd')"}, "EXPRESSION_INVALID"),
        ("filter", {"where": "amount IN (SELECT 1)"}, "EXPRESSION_FAILED"),
        ("filter", {"where": "amount + 1"}, "EXPRESSION_FAILED"),
        ("filter", {"where": "(" * 100 + "1" + ")" * 100}, "EXPRESSION_INVALID"),
        ("filter", {"conditions": [{"column": "x", "operator": "empty"}]}, "COLUMN_NOT_FOUND"),
        ("filter", {"conditions": [{"column": "id", "operator": "in", "value": 1}]}, "CONDITION_INVALID"),
        (
            "filter",
            {"conditions": [{"column": "id", "operator": "equals", "value": "x"}]},
            "CONDITION_INVALID",
        ),
        ("filter", {}, "VALIDATION_ERROR"),
        ("sort", {"by": [{"column": "nope"}]}, "COLUMN_NOT_FOUND"),
        ("group", {"aggregates": [{"function": "sum", "column": "name"}]}, "COLUMN_NOT_NUMERIC"),
        ("fill", {"target_columns": ["name"], "method": "mean"}, "COLUMN_NOT_NUMERIC"),
        ("derive", {"set": {"x": "UNKNOWN(name)"}}, "EXPRESSION_INVALID"),
    ],
)
def test_mistakes_have_their_code(tables: Any, operation: str, fields: dict[str, Any], expected: str) -> None:
    assert tables.code(operation, **fields) == (422, expected)


def test_a_bad_regular_expression_names_itself(tables: Any) -> None:
    conditions = [{"column": "name", "operator": "matches", "value": "("}]
    assert tables.code("filter", conditions=conditions) == (422, "CONDITION_INVALID")


def test_a_file_in_and_a_file_out(client: httpx.Client) -> None:
    answer = client.post(
        "/api/v1/data/tables/filter",
        files={"file": ("people.csv", b"name;n\nAda;5\nGrace;1\n")},
        data={"where": "n > 2", "to": "csv"},
    )
    assert answer.text == "name,n\nAda,5\n"
