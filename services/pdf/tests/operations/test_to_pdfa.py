import base64
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages

from flowforge_pdf.core.examples import PLAIN
from flowforge_pdf.operations.to_pdfa import NotConvertible, ToPdfaForm, convert_to_pdfa
from flowforge_pdf.operations.validate_pdfa import ValidatePdfaForm, validate_pdfa
from flowforge_pdf.settings import PdfSettings

SQUARE = base64.b64decode(PLAIN["base64"])


@pytest.mark.parametrize("level", ["2b", "3b"])
def test_the_result_passes_the_check(spooled: Any, level: str) -> None:
    result = convert_to_pdfa(ToPdfaForm(file=spooled(SQUARE), level=level), PdfSettings())
    assert result.report.passed
    again = validate_pdfa(ValidatePdfaForm(file=spooled(content_of(result))), PdfSettings())
    assert (again.level, again.passed) == (level, True)


def test_embedded_fonts_pass(upload: Any) -> None:
    result = convert_to_pdfa(ToPdfaForm(file=upload("crazyones.pdf"), keep_findings=True), PdfSettings())
    assert not any("not embedded" in each.message for each in result.report.findings)


def test_what_cannot_be_converted_is_told(sample: Any) -> None:
    with pytest.raises(NotConvertible, match=r"PDF/A-2b"):
        convert_to_pdfa(ToPdfaForm(file=sample(1)), PdfSettings())
    assert not convert_to_pdfa(ToPdfaForm(file=sample(1), keep_findings=True), PdfSettings()).report.passed


def test_through_http(client: httpx.Client) -> None:
    assert b"pdfaid" in client.post("/to-pdfa", files={"file": SQUARE}).content
    assert client.post("/to-pdfa", files={"file": numbered_pages(1)}).status_code == 422
