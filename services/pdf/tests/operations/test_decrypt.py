import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, encrypted, numbered_pages

from flowforge_pdf.operations.decrypt import DecryptForm, decrypt_document
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PasswordRequired, WrongPassword


def test_either_password_removes_it(spooled: Any) -> None:
    for password in ("secret", "owner"):
        form = DecryptForm(file=spooled(encrypted(numbered_pages(1))), password=password)
        with pikepdf.open(io.BytesIO(content_of(decrypt_document(form, PdfSettings())))) as pdf:
            assert not pdf.is_encrypted


def test_without_one_it_stays_closed(spooled: Any) -> None:
    file = spooled(encrypted(numbered_pages(1)))
    with pytest.raises(PasswordRequired):
        decrypt_document(DecryptForm(file=file), PdfSettings())
    with pytest.raises(WrongPassword):
        decrypt_document(DecryptForm(file=file, password="x"), PdfSettings())


def test_through_http(client: httpx.Client) -> None:
    answer = client.post(
        "/decrypt", files={"file": encrypted(numbered_pages(1))}, data={"password": "secret"}
    )
    assert b"/Encrypt" not in answer.content
