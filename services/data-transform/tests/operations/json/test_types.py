import sqlite3
from typing import Any

import pytest

ORDERS = [
    {"id": 1, "customer": {"name": "Ada", "vip": True}, "items": [{"sku": "a", "qty": 2}], "note": None},
    {"id": 2, "customer": {"name": "Bob"}, "items": [], "note": "x", "class": 1.5, "2nd key": [1]},
]


def test_typescript(result: Any) -> None:
    assert (
        result("types", data=ORDERS, language="typescript", root_name="Order")["code"]
        == """\
export interface Order {
  id: number;
  customer: Customer;
  items: Item[];
  note: null | string;
  class?: number;
  "2nd key"?: number[];
}

export interface Customer {
  name: string;
  vip?: boolean;
}

export interface Item {
  sku: string;
  qty: number;
}
"""
    )


def test_pydantic_models_validate_the_document(result: Any) -> None:
    found = result("types", data=ORDERS, language="python", root_name="Order")
    space: dict[str, Any] = {}
    exec(found["code"], space)  # noqa: S102 - the point of the test
    order = space["Order"]
    order.model_rebuild(_types_namespace=space)
    assert order.model_validate(ORDERS[1]).class_ == 1.5
    with pytest.raises(ValueError, match="qty"):
        order.model_validate({**ORDERS[0], "items": [{"sku": "a", "qty": "many"}]})


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite"])
def test_sql(result: Any, dialect: str) -> None:
    code = result("types", data=ORDERS, language="sql", root_name="orders", dialect=dialect)["code"]
    assert code.count("NOT NULL") == 3
    if dialect == "sqlite":
        with sqlite3.connect(":memory:") as database:
            database.execute(code)
            columns = database.execute("SELECT name, type FROM pragma_table_info('orders')").fetchall()
        assert columns == [
            ("id", "INTEGER"), ("customer", "TEXT"), ("items", "TEXT"), ("note", "TEXT"), ("class", "REAL"),
            ("2nd key", "TEXT"),
        ]  # fmt: skip


def test_a_schema_with_references(result: Any) -> None:
    schema = {
        "type": "object",
        "properties": {"root": {"$ref": "#/$defs/node"}, "state": {"enum": ["on", "off"]}},
        "$defs": {
            "node": {
                "type": "object",
                "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
            }
        },
    }
    code = result("types", data=schema, language="typescript", is_schema=True, root_name="Tree")["code"]
    assert "  children?: Node[];" in code
    assert '  state?: "on" | "off";' in code


def test_values_that_are_no_objects(result: Any) -> None:
    assert (
        result("types", data=[1, "x"], language="typescript")["code"]
        == "export type Root = number | string;\n"
    )
    assert "Root = RootModel[int | str]" in result("types", data=[1, "x"], language="python")["code"]


def test_deep_documents(result: Any) -> None:
    document: Any = 1
    for _ in range(100):
        document = {"a": document}
    assert result("types", data=document, language="typescript")["types"]
