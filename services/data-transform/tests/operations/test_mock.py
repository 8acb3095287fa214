import re
from typing import Any

import httpx
import pytest

COLUMNS = [
    {"name": "id", "kind": "row_number"}, {"name": "who", "kind": "name"}, {"name": "mail", "kind": "email"},
    {"name": "age", "kind": "integer", "minimum": 18, "maximum": 20},
    {"name": "price", "kind": "number", "minimum": 1, "maximum": 2, "decimals": 3},
    {"name": "when", "kind": "date", "minimum": "2024-02-01", "maximum": "2024-02-29"},
    {"name": "code", "kind": "pattern", "pattern": "AB-##?"},
    {"name": "size", "kind": "choice", "values": ["S", "M"], "weights": [0, 1]},
    {"name": "note", "kind": "sentence", "empty_share": 1},
]  # fmt: skip


def mock(client: httpx.Client, **fields: Any) -> httpx.Response:
    return client.post("/api/v1/data/mock", json={"columns": COLUMNS, **fields})


def test_values_are_what_was_asked_for(client: httpx.Client) -> None:
    rows = mock(client, rows=50).json()
    assert [row["id"] for row in rows] == list(range(1, 51))
    assert {row["age"] for row in rows} == {18, 19, 20}
    assert all(1 <= row["price"] <= 2 and "2024-02-01" <= row["when"] <= "2024-02-29" for row in rows)
    assert all(re.fullmatch(r"AB-\d\d[A-Z]", row["code"]) and row["size"] == "M" for row in rows)
    assert all(row["note"] is None and re.search(r"@example\.(com|org|net)$", row["mail"]) for row in rows)


def test_the_seed_decides(client: httpx.Client) -> None:
    one, two, other = (mock(client, rows=5, seed=seed).json() for seed in (7, 7, 8))
    assert one == two != other
    columns = [COLUMNS[1], {"name": "new", "kind": "word"}]
    assert [row["who"] for row in mock(client, columns=columns).json()] == [
        row["who"] for row in mock(client, columns=columns[:1]).json()
    ]


def test_locales_and_formats(client: httpx.Client) -> None:
    columns = [{"name": "who", "kind": "name"}]
    rows = mock(client, columns=columns, locale="ja_JP").json()
    assert all(any(ord(letter) > 0x3000 for letter in row["who"]) for row in rows)
    sql = mock(client, columns=[{"name": "id", "kind": "row_number"}], rows=1, to="sql", table_name="people")
    assert '"people"' in sql.text or "people" in sql.text
    assert mock(client, columns=columns, to="csv", rows=3).text.count("\n") == 4


def test_every_kind(client: httpx.Client) -> None:
    from typing import get_args  # noqa: PLC0415 - of this test

    from flowforge_data.core.tables.mock.columns import MockKind  # noqa: PLC0415 - likewise

    special: dict[str, Any] = {
        "choice": {"values": [1]},
        "constant": {"value": 5},
        "pattern": {"pattern": "#"},
    }
    columns = [{"name": kind, "kind": kind, **special.get(kind, {})} for kind in get_args(MockKind)]
    for locale in ("en_US", "de_DE", "ja_JP"):
        row = mock(client, columns=columns, rows=1, locale=locale).json()[0]
        assert not [kind for kind, value in row.items() if value in (None, "")]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"locale": "xx_XX"}, "LOCALE_UNKNOWN"),
        ({"columns": [{"name": "a", "kind": "integer", "minimum": 5, "maximum": 1}]}, "MOCK_IMPOSSIBLE"),
        ({"columns": [{"name": "a", "kind": "date", "minimum": "soon"}]}, "MOCK_IMPOSSIBLE"),
        ({"columns": [{"name": "a", "kind": "choice", "values": [1, 2], "unique": True}]}, "MOCK_IMPOSSIBLE"),
        ({"columns": [{"name": "a", "kind": "word"}] * 11, "rows": 100_000}, "MOCK_IMPOSSIBLE"),
        ({"columns": [{"name": "a", "kind": "choice"}]}, "VALIDATION_ERROR"),
    ],
)
def test_what_cannot_be_made(client: httpx.Client, fields: dict[str, Any], code: str) -> None:
    assert mock(client, **fields).json()["error"]["code"] == code
