from typing import Any

CUSTOMERS = [
    {"id": 1, "customer": "ACME Inc."},
    {"id": 2, "customer": "Initech"},
    {"id": 3, "customer": "Globex Co"},
]
COMPANIES = [
    {"id": 7, "company": "Acme, Inc"},
    {"id": 8, "company": "Globex Corporation"},
    {"id": 9, "company": "Hooli"},
]
BY = [{"column": "customer", "other_column": "company", "method": "name"}]


def test_the_best_partner_of_each_row(tables: Any) -> None:
    found = tables.rows(
        "match",
        data=CUSTOMERS,
        other_data=COMPANIES,
        by=BY,
        threshold=0.9,
        review_threshold=0.5,
        explain=True,
    )
    assert [(row["id_other"], row["match_decision"]) for row in found] == [
        (7, "match"),
        (None, "none"),
        (8, "review"),
    ]
    assert found[0]["match_score"] == found[0]["match_score_customer"] == 1


def test_what_to_keep(tables: Any) -> None:
    fields = {"data": CUSTOMERS, "other_data": COMPANIES, "by": BY, "threshold": 0.9, "review_threshold": 0.5}
    for keep, ids in (("matched", [1]), ("unmatched", [2]), ("review", [3])):
        assert tables.ids("match", keep=keep, **fields) == ids


def test_ties_are_told(tables: Any) -> None:
    answer = tables.call(
        "match", data=CUSTOMERS[:1], other_data=[COMPANIES[0], COMPANIES[0] | {"id": 70}], by=BY
    )
    assert answer.json()[0]["id_other"] == 7
    assert "equally like several" in answer.headers["x-report"]


def test_unknown_columns(tables: Any) -> None:
    by = [{"column": "customer", "other_column": "nope"}]
    assert tables.code("match", data=CUSTOMERS, other_data=COMPANIES, by=by) == (422, "COLUMN_NOT_FOUND")
