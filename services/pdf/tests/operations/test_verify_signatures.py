import base64
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pdf_samples import content_of, numbered_pages
from web_documents import finished

from flowforge_pdf.core.examples import IDENTITY
from flowforge_pdf.operations.sign import SignForm, sign_document
from flowforge_pdf.operations.verify_signatures import (
    UnreadableRoot,
    VerifySignaturesForm,
    verify_signatures,
)
from flowforge_pdfs.faults import DamagedPdf

P12 = base64.b64decode(IDENTITY["base64"])


@pytest.fixture
def signed(sample: Any, spooled: Any) -> bytes:
    form = SignForm(file=sample(1), certificate=spooled(P12, "id.p12"), passphrase="example")
    return content_of(finished(sign_document, form))


def verified(file: Any, **options: Any) -> Any:
    return finished(verify_signatures, VerifySignaturesForm(file=file, **options))


def test_trust_comes_from_given_roots(signed: bytes, spooled: Any) -> None:
    certificate = pkcs12.load_key_and_certificates(P12, b"example")[1]
    assert certificate is not None
    found = verified(spooled(signed), roots=[certificate.public_bytes(Encoding.PEM).decode()])
    assert found.count == 1
    assert found.signatures[0].signer.startswith("Common Name: FlowForge")
    assert found.signatures[0].covers_whole_file
    assert not verified(spooled(signed)).all_good


def test_a_changed_byte_is_found(signed: bytes, spooled: Any) -> None:
    at = signed.index(b"/MediaBox")
    broken = signed[:at] + signed[at:].replace(b"300", b"301", 1)
    (found,) = verified(spooled(broken)).signatures
    assert not found.intact


def test_no_signature_and_no_root(sample: Any) -> None:
    assert verified(sample(1)).count == 0
    with pytest.raises(UnreadableRoot, match=r"roots\[0\]"):
        verified(sample(1), roots=["text"])


def test_a_document_that_only_others_can_repair(signed: bytes, spooled: Any) -> None:
    damaged = signed.replace(b"startxref\n", b"startxref\n9")
    with pytest.raises(DamagedPdf, match="repair it first"):
        verified(spooled(damaged))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/verify-signatures", files={"file": numbered_pages(1)}).json()
    assert (answer["count"], answer["all_good"]) == (0, False)
