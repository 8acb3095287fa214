import base64
import io
from typing import Any

import httpx
import pikepdf
import pytest
from font_samples import ink_of, typed
from pdf_samples import content_of, texts_of

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


def test_standard_fonts_are_replaced_and_nothing_moves(sample: Any) -> None:
    before = sample(1)
    result = convert_to_pdfa(ToPdfaForm(file=before), PdfSettings())
    assert result.report.passed
    (warning,) = result.report.warnings
    assert warning.startswith("The font Helvetica is not in the document: Arimo-Regular replaces it")
    assert texts_of(content_of(result)) == texts_of(before.content)
    assert ink_of(content_of(result)) == pytest.approx(ink_of(before.content), abs=6)  # side bearings differ


def test_what_cannot_be_converted_is_told(spooled: Any) -> None:
    symbols = spooled(typed("Wingdings"))
    with pytest.raises(NotConvertible, match=r"PDF/A-2b: the font Wingdings is missing, and it is a font of"):
        convert_to_pdfa(ToPdfaForm(file=symbols), PdfSettings())
    kept = convert_to_pdfa(ToPdfaForm(file=symbols, keep_findings=True), PdfSettings()).report
    assert not kept.passed
    assert "was not replaced" in kept.warnings[0]


def test_what_the_check_does_not_know_is_listed(upload: Any) -> None:
    report = convert_to_pdfa(ToPdfaForm(file=upload("form.pdf")), PdfSettings()).report
    assert not report.passed
    assert any("(/AcroForm)" in each.message for each in report.findings)
    assert any("/OpenAction" in each for each in report.warnings)


def test_marks_and_notes_get_an_appearance(upload: Any) -> None:
    result = convert_to_pdfa(ToPdfaForm(file=upload("commented.pdf")), PdfSettings())
    assert result.report.passed
    assert "3 annotations without an appearance were given one." in result.report.warnings
    with pikepdf.open(io.BytesIO(content_of(result))) as pdf:
        shown = [each for page in pdf.pages for each in page.obj.Annots if each.Subtype != "/Popup"]
        assert all("/N" in each.AP for each in shown)


def test_private_entries_are_dropped(sample: Any, spooled: Any) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample(1).content)) as pdf:
        pdf.pages[0].obj["/pdftk_PageNum"] = 1
        pdf.pages[0].obj["/Thumb"] = pdf.make_stream(b"")
        pdf.trailer["/Maker"] = pikepdf.String("x")
        pdf.Root.NeedsRendering = False
        pdf.save(buffer)
    assert convert_to_pdfa(ToPdfaForm(file=spooled(buffer.getvalue())), PdfSettings()).report.passed


def test_through_http(client: httpx.Client) -> None:
    assert b"pdfaid" in client.post("/to-pdfa", files={"file": SQUARE}).content
    answer = client.post("/to-pdfa", files={"file": typed("Webdings")})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "PDFA_NOT_CONVERTIBLE")
