import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import damaged, encrypted, numbered_pages

from flowforge_pdf.operations.info import InfoForm, get_info
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import (
    DamagedPdf,
    NoPages,
    NotPdf,
    PasswordRequired,
    TooManyPages,
    TruncatedPdf,
    WrongPassword,
)


def info(file: Any, **options: Any) -> Any:
    return get_info(InfoForm(file=file, **options), PdfSettings())


def test_what_pypdf_says_of_its_own_file(upload: Any) -> None:
    found = info(upload("crazyones.pdf"))
    assert (found.pages, found.version, found.encryption, found.warnings) == (1, "1.5", None, [])
    assert (found.sizes[0].width, found.sizes[0].height) == (612, 792)
    assert found.metadata.producer == "Mac OS X 10.11.6 Quartz PDFContext" or found.metadata.producer
    assert found.same_size


def test_attachments_outline_and_forms_are_counted(upload: Any) -> None:
    assert info(upload("attachments.pdf")).contents.attachments == 2
    assert info(upload("toc.pdf")).contents.outline_entries > 0
    assert info(upload("form.pdf")).contents.form_fields > 0
    assert info(upload("commented.pdf")).contents.annotations > 0


def test_an_outline_that_goes_in_circles_ends(upload: Any) -> None:
    assert 0 < info(upload("toc_circular.pdf")).contents.outline_entries < 100


@pytest.mark.parametrize("password", ["foo", "bar"])
def test_either_password_opens(upload: Any, password: str) -> None:
    file = upload("r6-both-passwords.pdf")
    with pytest.raises(PasswordRequired):
        info(file)
    with pytest.raises(WrongPassword):
        info(file, password="no")
    found = info(file, password=password)
    assert (found.encryption.algorithm, found.encryption.bits) == ("aes", 256)


def test_what_is_no_pdf_is_refused_with_its_beginning(spooled: Any) -> None:
    for content, shown in [(b"PK\x03\x04zip", "0x504b"), (b"<html>", "'<html>'"), (b"", "nothing")]:
        with pytest.raises(NotPdf, match=shown):
            info(spooled(content))


def test_a_damaged_file_is_repaired_with_a_warning_or_refused(spooled: Any) -> None:
    content = numbered_pages(3)
    found = info(spooled(damaged(content)))
    assert found.pages == 3
    assert "damaged" in found.warnings[0]
    with pytest.raises(TruncatedPdf):
        info(spooled(content[:300]))
    with pytest.raises(DamagedPdf):
        info(spooled(b"%PDF-1.4\nnothing\n%%EOF\n"))


def test_a_file_that_is_cut_off_says_so(spooled: Any) -> None:
    content = numbered_pages(3)
    found = info(spooled(content[: content.rindex(b"startxref") - 200]))
    assert found.pages == 3
    assert "too early" in found.warnings[0]


def test_no_pages_and_too_many(spooled: Any, sample: Any) -> None:
    buffer = io.BytesIO()
    pikepdf.new().save(buffer)
    with pytest.raises(NoPages):
        info(spooled(buffer.getvalue()))
    with pytest.raises(TooManyPages, match="4 pages: at most 3"):
        get_info(InfoForm(file=sample(4)), PdfSettings(max_pages=3))


def test_rotation_and_crop_are_as_a_viewer_shows_them(spooled: Any) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(numbered_pages(2, (200, 300)))) as pdf:
        pdf.pages[0].obj.Rotate = -90
        pdf.pages[1].obj.CropBox = pikepdf.Array([10, 20, 110, 500])
        pdf.save(buffer)
    first, second = info(spooled(buffer.getvalue())).sizes
    assert (first.width, first.height, first.rotation) == (300, 200, 270)
    assert (second.width, second.height) == (100, 280)


def test_through_http(client: httpx.Client) -> None:
    content = encrypted(numbered_pages(2))
    answer = client.post("/info", files={"file": content}, data={"password": "secret"})
    assert answer.json()["pages"] == 2
    refused = client.post("/info", files={"file": content})
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "PDF_PASSWORD_REQUIRED"
