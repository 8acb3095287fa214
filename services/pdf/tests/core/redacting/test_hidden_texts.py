"""What no reader shows is removed too."""

from typing import Any

import pytest
from hidden_traps import HIDDEN
from leaks import leaks_of
from pdf_samples import content_of, lines_of_text, texts_of
from trap_pages import SECRET, page_with

from flowforge_pdf.operations.redact import RedactForm, redact_document
from flowforge_pdf.settings import PdfSettings


def redacted(file: Any, text: str) -> Any:
    result = redact_document(RedactForm(file=file, texts=[text]), PdfSettings())
    assert result.report is not None
    assert result.report.verified
    return result


@pytest.mark.parametrize("name", HIDDEN)
def test_no_hidden_text_is_left(spooled: Any, name: str) -> None:
    content = HIDDEN[name]()
    assert leaks_of(content, SECRET)
    assert leaks_of(content_of(redacted(spooled(content), SECRET)), SECRET) == []


@pytest.mark.parametrize("text", ["Image", "Artifact", "Adobe", "range", "Helvetica", "Contents"])
def test_words_of_the_format_itself_are_no_leaks(spooled: Any, text: str) -> None:
    content = page_with(f"/Artifact BMC BT /F1 12 Tf 50 200 Td (An {text} here) Tj ET EMC")
    assert texts_of(content_of(redacted(spooled(content), text))) == ["An here"]


def test_words_that_other_words_and_lines_make_together_stay(spooled: Any) -> None:
    content = lines_of_text(["I know the cat, but he", "runs to her and not", "here: to them."])
    (left,) = texts_of(content_of(redacted(spooled(content), "the")))
    assert " ".join(left.split()) == "I know cat, but he runs to her and not here: to m."
