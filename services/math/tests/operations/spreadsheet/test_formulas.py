from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/spreadsheet/formulas"
ROWS = [
    {"item": "Pen", "price": 1.5, "quantity": 4, "bought": "2026-01-15"},
    {"item": "Ink", "price": 12, "quantity": 1, "bought": "2026-02-20"},
    {"item": "Pad", "price": None, "quantity": 0, "bought": "2026-02-28"},
]


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("=[@price]*[@quantity]", [6, 12, 0]),
        ("=price*quantity", [6, 12, 0]),
        ("=B2*C2", [6, 12, 0]),
        ("=[price]*[quantity]/[@quantity]", [1.5, 12, "#DIV/0!"]),
        ('=IF([@price]>10,"dear","cheap")', ["dear" if price > 10 else "cheap" for price in (1.5, 12, 0)]),
        ('=TEXT([@bought],"mmm d")&": "&[@item]', ["Jan 15: Pen", "Feb 20: Ink", "Feb 28: Pad"]),
        ("=EDATE(bought,1)", ["2026-02-15", "2026-03-20", "2026-03-28"]),
        ("=SUM(B$2:B2)", [1.5, 13.5, 13.5]),
        ('=SUMIFS(quantity,bought,"<="&[@bought])', [4, 5, 5]),
        ("=RANK([@price],[price])", [2, 1, "#N/A"]),
        ("=ROW()", [2, 3, 4]),
        ("=XLOOKUP([@item],stock[name],stock[left],0)", [7, 0, 9]),
        ("=B1", ["price", 1.5, 12]),
        ("=B3", [12, None, None]),
    ],
)
def test_columns(client: httpx.Client, formula: str, cells: list[object]) -> None:
    tables = {"Stock": {"name": ["pad", "pen"], "left": [9, 7]}}
    answer = ask(client, rows=ROWS, formulas={"new": formula}, tables=tables)
    assert [row["new"] for row in answer["rows"]] == cells
    assert answer["error_count"] == sum(str(cell).startswith("#") for cell in cells)


def test_formulas_see_those_before_them(client: httpx.Client) -> None:
    answer = ask(
        client,
        rows=ROWS,
        formulas={"total": "=[@price]*[@quantity]", "share": "=ROUND([@total]/SUM([total]),2)"},
        totals={"sum": "=SUM(total)", "last": "=MAX(bought)", "names": "=UNIQUE(item)", "best": "=1/0"},
    )
    assert [row["share"] for row in answer["rows"]] == [0.33, 0.67, 0]
    assert answer["totals"] == {
        "sum": 18,
        "last": "2026-02-28",
        "names": ["Pen", "Ink", "Pad"],
        "best": "#DIV/0!",
    }
    assert answer["errors"] == [{"formula": "best", "row": None, "error": "#DIV/0!"}]
    assert answer["rows"][0]["bought"] == "2026-01-15"


def test_a_value_that_is_the_same_in_every_row_is_reported(client: httpx.Client) -> None:
    answer = ask(client, rows=ROWS, formulas={"new": "=MAX(price,quantity)", "list": "=UNIQUE({1;1;2})"})
    assert [row["new"] for row in answer["rows"]] == [12, 12, 12]
    assert [row["list"] for row in answer["rows"]] == ["#VALUE!"] * 3
    assert ["[@Column]" in one or "in 'totals'" in one for one in answer["warnings"]] == [True, True]


def test_without_a_table(client: httpx.Client) -> None:
    answer = ask(
        client,
        totals={"pay": "=ROUND(PMT(5%/12,360,200000),2)", "day": "=TODAY()"},
        now="2026-05-01T23:00:00",
    )
    assert answer["totals"] == {"pay": -1073.64, "day": "2026-05-01"}
    assert answer["rows"] == []


def test_a_file(client: httpx.Client) -> None:
    file = {"file": ("sales.csv", b"region;amount\nNorth;1,5\nSouth;2\nNorth;3,25\n")}
    answer = client.post(PATH, data={"totals": '{"north": "=SUMIFS(amount,region,\\"north\\")"}'}, files=file)
    assert answer.json()["totals"] == {"north": 4.75}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"rows": ROWS, "formulas": {"a": "=1+"}}, "FORMULA_MALFORMED"),
        ({"rows": ROWS, "formulas": {"a": "=[@prise]"}}, "FORMULA_NAME_UNKNOWN"),
        ({"rows": ROWS, "formulas": {"a": "=" + "-" * 100 + "1"}}, "FORMULA_TOO_COMPLEX"),
        ({"data": {"a": list(range(5_000))}, "formulas": {"b": "=MATCH(a*0,a,1)"}}, "FORMULA_TOO_LONG"),
        (
            {"data": {"a": [1] * 50_000}, "formulas": {f"f{n}": "=1" for n in range(90)}},
            "SAMPLES_NOT_SUITABLE",
        ),
        ({"rows": ROWS, "data": {"a": [1]}, "totals": {"a": "=1"}}, "VALIDATION_ERROR"),
        ({"rows": ROWS}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_the_message_names_the_formula_and_the_remedy(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"rows": ROWS, "formulas": {"total": "=[@prise]*2"}}).json()
    assert answer["error"]["message"] == (
        "'formulas.total' uses 'prise', which is no column: did you mean 'price'."
    )
