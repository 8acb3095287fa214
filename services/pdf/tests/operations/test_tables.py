from typing import Any

import httpx
import pytest
from pdf_samples import numbered_pages, table_document

from flowforge_pdf.operations.tables import TablesForm, extract_tables
from flowforge_pdf.settings import PdfSettings


def tables(file: Any, **options: Any) -> Any:
    return extract_tables(TablesForm(file=file, **options), PdfSettings())


@pytest.mark.parametrize("ruled", [True, False])
def test_sixty_rows_over_pages_are_one_table(spooled: Any, ruled: Any) -> None:
    found = tables(spooled(table_document(60, ruled=ruled)))
    assert found.count == 1
    (table,) = found.tables
    assert table.ruled is ruled
    assert table.rows[0] == ["Nr", "Article", "Price"]
    assert [row[0] for row in table.rows[1:]] == [str(at) for at in range(1, 61)]
    assert table.rows[17] == ["17", "Article 17", "25.50"]


def test_pages_may_stay_apart(spooled: Any) -> None:
    found = tables(spooled(table_document(60)), join_pages=False)
    assert found.count > 1
    assert [table.page for table in found.tables] == list(range(1, found.count + 1))


def test_prose_is_no_table(upload: Any) -> None:
    assert tables(upload("crazyones.pdf")).count == 0


def test_ruled_ones_only(spooled: Any) -> None:
    assert tables(spooled(table_document(5, ruled=False)), unruled=False).count == 0


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/tables", files={"file": numbered_pages(2)}).json()["count"] == 0
