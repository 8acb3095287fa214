from typing import Any

TEXT = "id,city,n,when,empty\n" + "".join(
    f"{number},{'Rome' if number % 2 else 'oslo '},{number if number < 10 else 1000},2024-02-{number:02},\n"
    for number in range(1, 11)
)


def columns(tables: Any, **fields: Any) -> dict[str, Any]:
    found = tables.rows("profile", data=None, **fields)
    return {one["name"]: one for one in found["columns"]} | {"table": found}


def test_figures_of_columns(tables: Any) -> None:
    found = columns(tables, text=TEXT)
    assert {name: found[name]["type"] for name in ("id", "city", "n", "empty")} == {
        "id": "integer", "city": "text", "n": "integer", "empty": "text",
    }  # fmt: skip
    assert (found["id"]["unique"], found["city"]["distinct"], found["empty"]["missing"]) == (True, 2, 10)
    assert found["city"]["most_frequent"] == [{"value": "Rome", "count": 5}, {"value": "oslo ", "count": 5}]
    assert found["city"]["texts"]["padded"] == 5
    assert {one["value"] for one in found["city"]["texts"]["shapes"]} == {"Aaaa", "aaaa "}
    assert found["empty"]["remarks"] == ["the column is empty"]
    assert (found["table"]["rows"], found["table"]["missing_cells"]) == (10, 10)


def test_outliers_and_quartiles(tables: Any) -> None:
    """The quartiles of 1 to 9 and 1000, linear between ranks: 3.25, 5.5 and 7.75."""
    numbers = columns(tables, text=TEXT)["n"]["numbers"]
    assert numbers["quartiles"] == [3.25, 5.5, 7.75]
    assert (numbers["outliers"], numbers["outlier_examples"]) == (1, [1000])
    assert sum(bar["count"] for bar in numbers["histogram"]) == 10
    assert [bar["count"] for bar in numbers["histogram"] if bar["count"]] == [9, 1]


def test_repeated_rows_and_rejects(tables: Any) -> None:
    found = tables.rows("profile", data=None, text="a,b\n1,2\n1,2\n3\n")
    assert (found["repeated_rows"], found["rejected"]) == (1, 1)


def test_odd_columns(tables: Any) -> None:
    data = [
        {"l": [1], "o": {"x": 1}, "b": True, "big": 1e308},
        {"l": [1], "o": None, "b": None, "big": -1e308},
    ]
    found = tables.rows("profile", data=data)
    assert [one["type"] for one in found["columns"]] == ["text", "text", "boolean", "number"]


def test_no_rows(tables: Any) -> None:
    found = tables.rows("profile", data=[])
    assert (found["rows"], found["columns"]) == (0, [])
