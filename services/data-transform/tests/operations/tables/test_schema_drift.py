from typing import Any

import pytest

TEXT = "id,city,amount,kind\n" + "".join(f"{n},City {n},{n}.5,{'ab'[n % 2]}\n" for n in range(1, 9))


@pytest.fixture
def kept(tables: Any) -> list[dict[str, Any]]:
    found = tables.rows("schema-drift", data=None, text=TEXT)
    assert (found["drifted"], found["changes"]) == (False, [])
    return list(found["columns"])


def drift(tables: Any, kept: list[dict[str, Any]], text: str) -> list[tuple[str | None, str, bool]]:
    found = tables.rows("schema-drift", data=None, text=text, schema=kept)
    assert found["breaking"] is any(one["breaking"] for one in found["changes"])
    return [(one["column"], one["kind"], one["breaking"]) for one in found["changes"]]


def test_the_schema_of_a_table(kept: list[dict[str, Any]]) -> None:
    assert [(one["name"], one["type"], one["nullable"]) for one in kept] == [
        ("id", "integer", False), ("city", "text", False), ("amount", "number", False),
        ("kind", "text", False),
    ]  # fmt: skip
    assert kept[3]["values"] == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("", ""), []),
        (("id,", "ident,"), [("id", "removed", True), ("ident", "added", False)]),
        (("3,City", "x3,City"), [("id", "type", True)]),
        (("City 3", ""), [("city", "nullable", True)]),
        (("3.5,b", "3.5,c"), [("kind", "values", True)]),
    ],
)
def test_changes(
    tables: Any, kept: list[dict[str, Any]], change: tuple[str, str], expected: list[Any]
) -> None:
    assert drift(tables, kept, TEXT.replace(*change, 1) if change[0] else TEXT) == expected


def test_wider_types_do_not_break(tables: Any, kept: list[dict[str, Any]]) -> None:
    whole = TEXT.replace(".5", "")
    assert drift(tables, kept, whole) == [("amount", "type", False)]


def test_order_and_likely_names(tables: Any, kept: list[dict[str, Any]]) -> None:
    rows = [{"kind": "a", "amount": 1.5, "town": "x", "identity": 1}]
    found = tables.rows("schema-drift", data=rows, schema=kept, values=False)
    assert ("order", False) in [(one["kind"], one["breaking"]) for one in found["changes"]]
    assert tables.code("schema-drift", data=rows, schema=[{"name": "a", "type": "strange"}])[0] == 422
