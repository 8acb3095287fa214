from typing import Any

import httpx
from pdf_samples import numbered_pages

from flowforge_pdf.operations.validate_pdfa import ValidatePdfaForm, validate_pdfa
from flowforge_pdf.settings import PdfSettings


def test_a_font_that_is_missing_is_found(sample: Any) -> None:
    found = validate_pdfa(ValidatePdfaForm(file=sample(1), level="2b"), PdfSettings())
    assert not found.passed
    assert any("font" in each.message.lower() or "embed" in each.message.lower() for each in found.findings)
    assert "fonts" in " ".join(found.checked)


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/validate-pdfa", files={"file": numbered_pages(1)}).json()
    assert (answer["level"], answer["passed"]) == ("2b", False)
