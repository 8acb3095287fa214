from typing import Any

import pytest

ROWS = [
    {"id": 1, "mail": "ada@example.org", "age": 36, "code": "AB-1", "start": "2024-02-29"},
    {"id": 2, "mail": "nobody", "age": -1, "code": "ab-1", "start": "2024-02-30"},
    {"id": 2, "mail": None, "age": 200, "code": "AB-12345", "start": "soon"},
]


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ({"column": "mail", "required": True}, [4]),
        ({"column": "id", "unique": True}, [3, 4]),
        ({"column": "mail", "kind": "email"}, [3]),
        ({"column": "age", "minimum": 0, "maximum": 150}, [3, 4]),
        ({"column": "code", "pattern": "[A-Z]{2}-[0-9]{1,3}"}, [3, 4]),
        ({"column": "code", "max_length": 4}, [4]),
        ({"column": "code", "min_length": 5}, [2, 3]),
        ({"column": "start", "type": "date"}, [3, 4]),
        ({"column": "id", "one_of": [1]}, [3, 4]),
        ({"where": "age > 0 AND age < id * 50"}, [3, 4]),
    ],
)
def test_rules(tables: Any, rule: dict[str, Any], rows: list[int]) -> None:
    found = tables.rows("validate", data=ROWS, rules=[rule])
    assert sorted(one["row"] for one in found["violations"]) == rows
    assert (found["rows"], found["invalid_rows"], found["valid"]) == (3, len(rows), False)


def test_a_violation_tells_cell_and_rule(tables: Any) -> None:
    rules = [
        {"column": "age", "minimum": 0, "message": "An age is 0 or more."},
        {"column": "id", "minimum": 0},
    ]
    found = tables.rows("validate", data=ROWS, rules=rules)
    assert found["violations"] == [
        {"row": 3, "column": "age", "value": -1, "rule": "minimum", "message": "An age is 0 or more."}
    ]
    assert [(one["column"], one["count"]) for one in found["rules"] if one["rule"] == "minimum"] == [
        ("age", 1), ("id", 0),
    ]  # fmt: skip


def test_violations_are_counted_beyond_those_listed(tables: Any) -> None:
    found = tables.rows("validate", data=ROWS, rules=[{"column": "id", "maximum": 0}], max_violations=1)
    assert (len(found["violations"]), found["violation_count"]) == (1, 3)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([{"column": "nope", "required": True}], "COLUMN_NOT_FOUND"),
        ([{"column": "id", "pattern": "(?=x)"}], "CONDITION_INVALID"),
        ([{"where": "age >"}], "EXPRESSION_INVALID"),
        ([{"where": "nope = 1"}], "EXPRESSION_FAILED"),
        ([{"column": "id"}], "VALIDATION_ERROR"),
        ([], "VALIDATION_ERROR"),
    ],
)
def test_rules_that_cannot_be_used(tables: Any, rules: list[Any], code: str) -> None:
    assert tables.code("validate", data=ROWS, rules=rules) == (422, code)


def test_a_pipeline_keeps_the_valid_rows(client: Any) -> None:
    steps = [{"operation": "validate", "rules": [{"column": "mail", "required": True, "kind": "email"}]}]
    body = {"data": ROWS, "steps": steps}
    assert [row["id"] for row in client.post("/api/v1/data/pipeline", json=body).json()] == [1]
    report = client.post("/api/v1/data/pipeline?output=base64", json=body).json()["report"]
    assert [(one["row"], one["reason"]) for one in report["rejects"]] == [
        (3, "step 1 (validate): the cell is no valid email"),
        (4, "step 1 (validate): the cell is empty"),
    ]
    refused = client.post("/api/v1/data/pipeline", json={**body, "rejects": "fail"}).json()["error"]
    assert refused["code"] == "ROWS_REJECTED"
    assert refused["message"].startswith("2 rows of 'data' were rejected; the first is row 3: 'mail': step 1")
