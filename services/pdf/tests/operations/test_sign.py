import base64
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, encrypted, numbered_pages, texts_of

from flowforge_pdf.core.examples import IDENTITY
from flowforge_pdf.operations.sign import EncryptedDocument, SignForm, UnreadableCertificate, sign_document
from flowforge_pdf.operations.verify_signatures import VerifySignaturesForm, verify_signatures
from flowforge_pdf.settings import PdfSettings

P12 = base64.b64decode(IDENTITY["base64"])


def signed(file: Any, certificate: Any, **options: Any) -> bytes:
    form = SignForm(file=file, certificate=certificate, **{"passphrase": "example", **options})
    return content_of(sign_document(form, PdfSettings()))


def test_the_signature_is_intact_and_content_stays(sample: Any, spooled: Any) -> None:
    content = signed(sample(2), spooled(P12, "id.p12"), reason="Approved")
    assert texts_of(content) == ["Page 1", "Page 2"]
    (found,) = verify_signatures(VerifySignaturesForm(file=spooled(content)), PdfSettings()).signatures
    assert (found.intact, found.valid, found.trusted, found.reason) == (True, True, False, "Approved")


def test_faults(sample: Any, spooled: Any) -> None:
    for certificate, passphrase in ((P12, "wrong"), (b"text", "example")):
        with pytest.raises(UnreadableCertificate):
            signed(sample(1), spooled(certificate, "id.p12"), passphrase=passphrase)
    with pytest.raises(EncryptedDocument):
        signed(spooled(encrypted(numbered_pages(1))), spooled(P12, "id.p12"), password="secret")


def test_through_http(client: httpx.Client) -> None:
    files = {"file": numbered_pages(1), "certificate": P12}
    answer = client.post("/sign", files=files, data={"passphrase": "example"})
    assert b"/ETSI.CAdES.detached" in answer.content
