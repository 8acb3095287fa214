from typing import Any

import httpx
from pdf_samples import content_of, lines_of_text, numbered_pages, picture_of, sizes_of, texts_of

from flowforge_pdf.operations.mark_changes import MarkChangesForm, mark_changes
from flowforge_pdf.settings import PdfSettings

BEFORE = lines_of_text(["Total 100 EUR", "same line"])
AFTER = lines_of_text(["Total 250 EUR", "same line", "extra"])


def marked(before: Any, after: Any, **options: Any) -> Any:
    return mark_changes(MarkChangesForm(file=before, other=after, **options), PdfSettings())


def test_pages_stand_side_by_side_with_marks(spooled: Any) -> None:
    result = marked(spooled(BEFORE), spooled(AFTER))
    assert (result.report.same, result.report.removed, result.report.added) == (False, 1, 2)
    content = content_of(result)
    assert sizes_of(content) == [(636.0, 324.0)]
    assert "100" in texts_of(content)[0]
    assert "250" in texts_of(content)[0]
    colors = {color for _, color in picture_of(content).getcolors(100_000)}
    assert (255, 217, 217) in colors
    assert (217, 247, 217) in colors


def test_pages_that_only_one_has_and_changed_pages_alone(spooled: Any) -> None:
    result = marked(spooled(numbered_pages(2)), spooled(numbered_pages(3)), pages="changed")
    assert (result.report.changed_pages, result.report.pages, result.report.added) == ([3], 1, 2)


def test_nothing_differs(spooled: Any) -> None:
    result = marked(spooled(BEFORE), spooled(BEFORE), pages="changed")
    assert result.report.same
    assert result.report.pages == 1


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/mark-changes", files={"file": ("a.pdf", BEFORE), "other": AFTER})
    assert answer.status_code == 200, answer.text
    assert 'filename="a-changes.pdf"' in answer.headers["content-disposition"]
