from typing import Any

import httpx
import pytest
from pdf_samples import content_of, texts_of

from flowforge_pdf.operations.from_table import FromTableForm, UnreadableTable, make_from_table
from flowforge_pdf.settings import PdfSettings


def texts(**options: Any) -> list[str]:
    found = texts_of(content_of(make_from_table(FromTableForm(**options), PdfSettings())))
    return ["".join(text.split()) for text in found]


def test_objects_with_different_columns() -> None:
    assert texts(rows=[{"a": 1}, {"b": True, "a": None}], heading="Title") == ["Titleab1yes"]


def test_two_hundred_rows_over_pages_repeat_the_header() -> None:
    found = texts(rows=[["Nr", "Name"], *([at, f"Name {at}"] for at in range(200))])
    assert len(found) > 2
    assert all("NrName" in text for text in found)
    assert "Name199" in found[-1]


def test_csv_with_semicolons(spooled: Any) -> None:
    assert texts(file=spooled(b"\xef\xbb\xbfx;y\n1;2\n", "t.csv")) == ["xy12"]


def test_mixed_rows_are_refused() -> None:
    with pytest.raises(UnreadableTable):
        texts(rows=[{"a": 1}, [2]])


def test_through_http(client: httpx.Client) -> None:
    assert texts_of(client.post("/from-table", json={"rows": [{"k": "v"}]}).content) == ["kv"]
