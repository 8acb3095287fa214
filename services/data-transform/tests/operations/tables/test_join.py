from typing import Any

import pytest

CITIES = [{"town": "London", "land": "UK"}, {"town": "london", "land": "CA"}, {"town": "Rome", "land": "IT"}]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [(1, "UK"), (2, None), (3, "UK"), (10, None)]),
        ({"how": "inner"}, [(1, "UK"), (3, "UK")]),
        ({"how": "inner", "ignore_case": True}, [(1, "UK"), (1, "CA"), (3, "UK"), (3, "CA")]),
        ({"how": "full"}, [(1, "UK"), (2, None), (3, "UK"), (10, None), (None, "CA"), (None, "IT")]),
    ],
)
def test_keys_of_other_names(tables: Any, fields: dict[str, Any], expected: list[Any]) -> None:
    found = tables.rows("join", on=["city"], other_on=["town"], other_data=CITIES, **fields)
    assert [(row["id"], row["land"]) for row in found] == expected


def test_filters(tables: Any) -> None:
    fields = {"on": ["city"], "other_on": ["town"], "other_data": CITIES}
    assert tables.ids("join", how="only_matched", **fields) == [1, 3]
    assert tables.ids("join", how="only_unmatched", **fields) == [2, 10]


def test_a_right_join_has_the_keys_of_the_other_table(tables: Any) -> None:
    found = tables.rows(
        "join", data=[{"id": 1, "n": 5}], other_data=[{"id": 2, "n": 6}], on=["id"], how="right"
    )
    assert found == [{"id": 2, "n": None, "n_other": 6}]


def test_numbers_and_texts_match(tables: Any) -> None:
    found = tables.rows("join", data=[{"id": 1}], other_data=[{"id": "1", "x": "y"}], on=["id"])
    assert found == [{"id": 1, "x": "y"}]


def test_whole_and_decimal_numbers_match(tables: Any) -> None:
    found = tables.rows("join", data=[{"id": 5}], other_data=[{"id": 5.0, "x": "y"}, {"id": 1.5}], on=["id"])
    assert found == [{"id": 5, "x": "y"}]


def test_mistakes(tables: Any) -> None:
    assert tables.code("join", on=["nope"], other_data=CITIES) == (422, "COLUMN_NOT_FOUND")
    assert tables.code("join", on=["city"]) == (422, "VALIDATION_ERROR")
    many = [{"k": 1}] * 5_000
    assert tables.code("join", data=many, other_data=many, on=["k"]) == (422, "JOIN_TOO_LARGE")


def test_the_other_table_is_named(tables: Any) -> None:
    for field, value in (("other_text", "[1,"), ("other_file", {"base64": "WzEs"})):
        error = tables.call("join", on=["city"], **{field: value}).json()["error"]
        assert error["code"] == "CONTENT_UNREADABLE"
        assert f"'{field}' cannot be read" in error["message"]
