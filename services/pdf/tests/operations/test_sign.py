import base64
import datetime as dt
import io
from typing import Any

import httpx
import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pdf_samples import content_of, encrypted, numbered_pages, picture_file, picture_of, texts_of
from PIL import ImageChops
from pydantic import ValidationError
from web_documents import finished

from flowforge_pdf.core.examples import IDENTITY
from flowforge_pdf.core.signing.faults import EncryptedDocument, FieldNotSignable, RevocationUnusable
from flowforge_pdf.core.signing.identities import UnreadableCertificate
from flowforge_pdf.operations.flatten import FlattenForm, flatten_document
from flowforge_pdf.operations.sign import SignForm, sign_document
from flowforge_pdf.operations.verify_signatures import VerifySignaturesForm, verify_signatures
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PageOutOfRange

P12 = base64.b64decode(IDENTITY["base64"])


class Issuer:
    """A certificate authority that issues one certificate and a list of revoked ones."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate("Root", self.key.public_key(), authority=True)
        self.signer_key = ec.generate_private_key(ec.SECP256R1())
        self.signer = self._certificate("Zoë 山田", self.signer_key.public_key(), authority=False)

    def _certificate(self, name: str, key: Any, *, authority: bool) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=not authority, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Root")]))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=30))
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )

    def revocations(self, *revoked: int) -> bytes:
        now = dt.datetime.now(dt.UTC)
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        builder = builder.last_update(now - dt.timedelta(hours=1)).next_update(now + dt.timedelta(days=7))
        for number in revoked:
            one = (
                x509.RevokedCertificateBuilder()
                .serial_number(number)
                .revocation_date(now - dt.timedelta(hours=2))
            )
            builder = builder.add_revoked_certificate(one.build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def pem(self, certificate: x509.Certificate) -> bytes:
        return certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self, passphrase: bytes | None = None) -> bytes:
        kind = (
            serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
        )
        return self.signer_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, kind
        )


def signed(file: Any, certificate: Any, **options: Any) -> bytes:
    form = SignForm(file=file, certificate=certificate, **{"passphrase": "example", **options})
    return content_of(finished(sign_document, form))


def verified(spooled: Any, content: bytes, roots: list[str] | None = None) -> Any:
    form = VerifySignaturesForm(file=spooled(content), roots=roots or [])
    return finished(verify_signatures, form).signatures


def test_the_signature_is_intact_and_content_stays(sample: Any, spooled: Any) -> None:
    content = signed(sample(2), spooled(P12, "id.p12"), reason="Approved")
    assert texts_of(content) == ["Page 1", "Page 2"]
    (found,) = verified(spooled, content)
    assert (found.intact, found.valid, found.trusted, found.reason) == (True, True, False, "Approved")


def test_pem_with_a_key_and_a_chain(sample: Any, spooled: Any) -> None:
    issuer = Issuer()
    root = issuer.pem(issuer.root)
    content = signed(
        sample(1),
        spooled(issuer.pem(issuer.signer)),
        key=spooled(issuer.key_pem(b"example")),
        chain=[spooled(root)],
    )
    (found,) = verified(spooled, content, [root.decode()])
    assert found.trusted
    both = spooled(issuer.pem(issuer.signer) + issuer.key_pem())
    assert verified(spooled, signed(sample(1), both, passphrase=""), [root.decode()])[0].valid


def test_a_visible_signature_in_any_script(sample: Any, spooled: Any) -> None:
    issuer = Issuer()
    place = {"page": 1, "x": 10, "y": 150, "width": 180, "height": 60}
    content = signed(
        sample(1), spooled(issuer.pem(issuer.signer)), key=spooled(issuer.key_pem()), passphrase="",
        visible=place, image=spooled(picture_file("PNG")), reason="Approved",
    )  # fmt: skip
    flat = content_of(flatten_document(FlattenForm(file=spooled(content)), PdfSettings()))
    text = texts_of(flat)[0]
    assert "Zoë" in text
    assert "Approved" in text
    assert (255, 128, 0) in {color for _, color in picture_of(flat, scale=2).getcolors(100_000)}
    assert verified(spooled, content)[0].intact


def looks(spooled: Any, rotation: int, text: str) -> Any:
    """Return how a visible signature looks on a page that viewers turn."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400) if rotation in (90, 270) else (400, 300))
        pdf.pages[0].obj.Rotate = rotation
        pdf.save(buffer)
    place = {"page": 1, "x": 40, "y": 30, "width": 200, "height": 60, "text": text}
    content = signed(spooled(buffer.getvalue()), spooled(P12), visible=place)
    flat = content_of(flatten_document(FlattenForm(file=spooled(content)), PdfSettings()))
    return picture_of(flat).convert("L").crop((38, 28, 242, 92))


def test_signatures_stand_upright_on_turned_pages(spooled: Any) -> None:
    upright = looks(spooled, 0, "Signed by Ann")
    for rotation in (90, 180, 270):
        difference = ImageChops.difference(upright, looks(spooled, rotation, "Signed by Ann"))
        assert sum(difference.histogram()[128:]) < 300


def test_texts_from_right_to_left_begin_on_the_right(spooled: Any) -> None:
    shown = looks(spooled, 0, "تمت الموافقة").crop((6, 6, 198, 58))
    left, _, right, _ = shown.point([255 if level < 128 else 0 for level in range(256)]).getbbox()
    assert left > 80
    assert right > 150


def test_validation_data_for_the_long_term(sample: Any, spooled: Any) -> None:
    issuer = Issuer()
    options = {
        "key": spooled(issuer.key_pem()), "passphrase": "", "roots": [issuer.pem(issuer.root).decode()],
        "revocation": [spooled(issuer.revocations())],
    }  # fmt: skip
    content = signed(sample(1), spooled(issuer.pem(issuer.signer)), **options)
    assert b"/DSS" in content
    revoked = spooled(issuer.revocations(issuer.signer.serial_number))
    with pytest.raises(RevocationUnusable, match="revoked"):
        signed(sample(1), spooled(issuer.pem(issuer.signer)), **{**options, "revocation": [revoked]})
    with pytest.raises(RevocationUnusable, match="neither"):
        signed(sample(1), spooled(issuer.pem(issuer.signer)), **{**options, "revocation": [spooled(b"x")]})


def test_certification_says_what_may_change(sample: Any, spooled: Any) -> None:
    assert b"/DocMDP" in signed(sample(1), spooled(P12), certify="no_changes")


def test_faults(sample: Any, spooled: Any) -> None:
    issuer = Issuer()
    for certificate, options in (
        (P12, {"passphrase": "wrong"}),
        (b"text", {}),
        (issuer.pem(issuer.signer), {}),
        (issuer.pem(issuer.signer), {"key": spooled(b"-----BEGIN nothing")}),
        (issuer.pem(issuer.root), {"key": spooled(issuer.key_pem()), "passphrase": ""}),
        (P12, {"chain": [spooled(b"x")]}),
    ):
        with pytest.raises(UnreadableCertificate):
            signed(sample(1), spooled(certificate), **options)
    with pytest.raises(EncryptedDocument):
        signed(spooled(encrypted(numbered_pages(1))), spooled(P12, "id.p12"), password="secret")
    with pytest.raises(PageOutOfRange):
        signed(sample(1), spooled(P12), visible={"page": 2})
    with pytest.raises(FieldNotSignable):
        signed(spooled(signed(sample(1), spooled(P12))), spooled(P12))
    with pytest.raises(ValidationError, match="'roots'"):
        SignForm(file=sample(1), certificate=spooled(P12), revocation=[spooled(b"x")])


def test_through_http(client: httpx.Client) -> None:
    files = {"file": numbered_pages(1), "certificate": P12}
    answer = client.post("/sign", files=files, data={"passphrase": "example", "visible": '{"page": 1}'})
    assert b"/ETSI.CAdES.detached" in answer.content
