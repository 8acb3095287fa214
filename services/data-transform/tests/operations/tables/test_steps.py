"""Known answers of the operations on one table: each with the rows that go in and those that come out."""

from typing import Any

import httpx
import pytest

PEOPLE = [
    {"id": 1, "name": "Ada", "city": "London", "amount": 120.5, "note": "math"},
    {"id": 2, "name": "grace", "city": "Arlington", "amount": 80.0, "note": None},
    {"id": 3, "name": "Linus", "city": "London", "amount": None, "note": ""},
    {"id": 10, "name": "Ada", "city": None, "amount": 5.0, "note": "a, b"},
]


def call(client: httpx.Client, operation: str, **fields: Any) -> httpx.Response:
    return client.post(f"/api/v1/data/tables/{operation}", json={"data": PEOPLE, **fields})


def ids(client: httpx.Client, operation: str, **fields: Any) -> list[int]:
    answer = call(client, operation, **fields)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()]


def rows(client: httpx.Client, operation: str, **fields: Any) -> Any:
    answer = call(client, operation, **fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def code(client: httpx.Client, operation: str, **fields: Any) -> tuple[int, str]:
    answer = call(client, operation, **fields)
    return answer.status_code, answer.json()["error"]["code"]


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
def test_filter(client: httpx.Client, fields: dict[str, Any], expected: list[int]) -> None:
    assert ids(client, "filter", **fields) == expected


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ([{"column": "amount"}], [10, 2, 1, 3]),
        ([{"column": "amount", "order": "descending"}], [1, 2, 10, 3]),
        ([{"column": "name", "compare": "ignore_case"}], [1, 10, 2, 3]),
        ([{"column": "city"}, {"column": "id", "order": "descending"}], [2, 3, 1, 10]),
    ],
)
def test_sort(client: httpx.Client, by: list[dict[str, str]], expected: list[int]) -> None:
    assert ids(client, "sort", by=by) == expected


def test_sort_by_the_number_in_a_text(client: httpx.Client) -> None:
    data = [{"x": "item 10"}, {"x": "item 9"}, {"x": "none"}]
    found = rows(client, "sort", data=data, by=[{"column": "x", "compare": "numbers"}])
    assert [row["x"] for row in found] == ["item 9", "item 10", "none"]


def test_select(client: httpx.Client) -> None:
    found = rows(client, "select", keep=["name", "id"], rename={"id": "number"})
    assert found[0] == {"name": "Ada", "number": 1}
    assert list(rows(client, "select", drop=["note", "amount"])[0]) == ["id", "name", "city"]
    assert code(client, "select", rename={"id": "name"}) == (422, "COLUMN_EXISTS")


def test_derive(client: httpx.Client) -> None:
    found = rows(client, "derive", set={"double": "amount * 2", "who": "UPPER(name)", "more": "double + 1"})
    assert [(row["double"], row["who"], row["more"]) for row in found[:2]] == [
        (241.0, "ADA", 242.0),
        (160.0, "GRACE", 161.0),
    ]


def test_group(client: httpx.Client) -> None:
    aggregates = [
        {"function": "count"},
        {"function": "sum", "column": "amount", "name": "total"},
        {"function": "join", "column": "name"},
        {"function": "count_distinct", "column": "name"},
        {"function": "percentile", "column": "id", "percent": 50},
    ]
    found = rows(client, "group", by=["city"], aggregates=aggregates)
    assert found[0] == {
        "city": "London", "count": 2, "total": 120.5, "name_join": "Ada, Linus", "name_count_distinct": 2,
        "id_percentile": 2.0,
    }  # fmt: skip
    assert [row["city"] for row in found] == ["London", "Arlington", None]
    assert rows(client, "group", aggregates=[{"function": "max", "column": "id"}]) == [{"id_max": 10}]


def test_pivot_and_unpivot(client: httpx.Client) -> None:
    data = [{"y": 1, "c": "Rome", "n": 1}, {"y": 1, "c": "Oslo", "n": 2}, {"y": 2, "c": "Rome", "n": 3}]
    wide = rows(client, "pivot", data=data, index=["y"], names_from="c", values_from="n")
    assert wide == [{"y": 1, "Rome": 1, "Oslo": 2}, {"y": 2, "Rome": 3, "Oslo": None}]
    long = rows(client, "unpivot", data=wide, index=["y"], name_column="c", value_column="n")
    assert long == [
        {"y": 1, "c": "Rome", "n": 1}, {"y": 1, "c": "Oslo", "n": 2},
        {"y": 2, "c": "Rome", "n": 3}, {"y": 2, "c": "Oslo", "n": None},
    ]  # fmt: skip


def test_dedupe(client: httpx.Client) -> None:
    assert ids(client, "dedupe", by=["name"]) == [1, 2, 3]
    assert ids(client, "dedupe", by=["name"], keep="last") == [2, 3, 10]
    assert ids(client, "dedupe", by=["name"], keep="none") == [2, 3]
    data = [{"id": 1, "m": "a@x.org "}, {"id": 2, "m": "A@X.org"}]
    assert ids(client, "dedupe", data=data, by=["m"], ignore_case=True, ignore_spaces=True) == [1]


def test_sample(client: httpx.Client) -> None:
    assert ids(client, "sample", count=2) == [1, 2]
    assert ids(client, "sample", method="last", count=1) == [10]
    assert ids(client, "sample", method="range", offset=1, count=2) == [2, 3]
    assert ids(client, "sample", method="every", count=2) == [1, 3]
    first = ids(client, "sample", method="random", count=2, seed=5)
    assert len(first) == 2
    assert ids(client, "sample", method="random", count=2, seed=5) == first
    assert len(ids(client, "sample", method="random", count=1, by="name")) == 3


def test_fill(client: httpx.Client) -> None:
    assert [row["city"] for row in rows(client, "fill", target_columns=["city"])][-1] == "London"
    assert rows(client, "fill", target_columns=["amount"], method="zero")[2]["amount"] == 0
    assert rows(client, "fill", target_columns=["note"], method="value", value="-")[2]["note"] == "-"
    assert rows(client, "fill", target_columns=["amount"], method="median")[2]["amount"] == 80


def test_explode(client: httpx.Client) -> None:
    found = rows(client, "explode", column="note", separator=",")
    assert [(row["id"], row["note"]) for row in found[-2:]] == [(10, "a"), (10, "b")]
    found = rows(client, "explode", data=[{"t": [1, "x"]}, {"t": []}], column="t")
    assert [row["t"] for row in found] == ["1", "x", None]


def test_window(client: httpx.Client) -> None:
    functions = [
        {"function": "row_number"},
        {"function": "running_total", "column": "id"},
        {"function": "previous", "column": "name", "name": "before"},
        {"function": "rank", "column": "id", "descending": True, "name": "place"},
    ]
    found = rows(client, "window", functions=functions)
    assert [row["id_running_total"] for row in found] == [1, 3, 6, 16]
    assert [row["before"] for row in found] == [None, "Ada", "grace", "Linus"]
    assert [row["place"] for row in found] == [4, 3, 2, 1]


def test_cast(client: httpx.Client) -> None:
    data = [{"p": "$1,200.50", "d": "01/02/2024"}, {"p": "n/a", "d": "13/02/2024"}]
    found = rows(client, "cast", data=data, to_types={"p": "number", "d": "date"}, cast_day_first=True)
    assert found == [{"p": 1200.5, "d": "2024-02-01"}]
    found = rows(client, "cast", data=data, to_types={"p": "number"}, on_failure="null")
    assert [row["p"] for row in found] == [1200.5, None]


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
def test_mistakes_have_their_code(
    client: httpx.Client, operation: str, fields: dict[str, Any], expected: str
) -> None:
    assert code(client, operation, **fields) == (422, expected)


def test_a_bad_regular_expression_names_itself(client: httpx.Client) -> None:
    conditions = [{"column": "name", "operator": "matches", "value": "("}]
    assert code(client, "filter", conditions=conditions) == (422, "CONDITION_INVALID")


def test_a_file_in_and_a_file_out(client: httpx.Client) -> None:
    answer = client.post(
        "/api/v1/data/tables/filter",
        files={"file": ("people.csv", b"name;n\nAda;5\nGrace;1\n")},
        data={"where": "n > 2", "to": "csv"},
    )
    assert answer.text == "name,n\nAda,5\n"
