import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, numbered_pages
from pydantic import ValidationError

from flowforge_pdf.operations.encrypt import EncryptForm, encrypt_document
from flowforge_pdf.settings import PdfSettings


def encrypted(file: Any, **options: Any) -> bytes:
    return content_of(encrypt_document(EncryptForm(file=file, **options), PdfSettings()))


def test_aes_256_and_permissions(sample: Any) -> None:
    content = encrypted(sample(1), open_password="a", owner_password="b", allow_copy=False)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    with pikepdf.open(io.BytesIO(content), password="a") as pdf:
        assert pdf.encryption.bits == 256
        assert not pdf.allow.extract
        assert pdf.allow.print_highres
        assert not pdf.owner_password_matched


def test_an_owner_password_alone_restricts(sample: Any) -> None:
    with pikepdf.open(io.BytesIO(encrypted(sample(1), owner_password="b", allow_print=False))) as pdf:
        assert not pdf.allow.print_lowres


def test_a_password_is_needed_and_they_differ(sample: Any) -> None:
    for options in ({}, {"open_password": "a", "owner_password": "a"}):
        with pytest.raises(ValidationError):
            encrypted(sample(1), **options)


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/encrypt", files={"file": numbered_pages(1)}, data={"open_password": "pass"})
    assert pikepdf.open(io.BytesIO(answer.content), password="pass").is_encrypted
