"""Sign a PDF (PAdES) with a certificate in PKCS#12 or PEM; the signature is invisible or stands on a page.

With `revocation` and `roots` the result carries the data that verifies it in the long term. Nothing is
fetched from the network, so no time stamp is added.
"""

import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.arranging.placing import upright
from flowforge_pdf.core.boxes import Box, rotation_of, shown_size, visible_box
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfForm, named
from flowforge_pdf.core.examples import IDENTITY, THREE_PAGES
from flowforge_pdf.core.lengths import Length, Offset
from flowforge_pdf.core.signing.appearances import draw_signature
from flowforge_pdf.core.signing.identities import UnreadableCertificate, certificates_of, load_signer
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING, PageOutOfRange
from flowforge_pdfs.opening import RUN, open_pdf, reading
from servicekit import Conflict, FileInput, FileOutput, InvalidInput, RequestBody, operation

_TEXT = "{signer}\n{date} {time}\n{reason}"


class EncryptedDocument(InvalidInput):
    code = "PDF_SIGN_ENCRYPTED"
    message = "An encrypted document cannot be signed: decrypt it first."


class FieldNotSignable(Conflict):
    code = "PDF_SIGNATURE_FIELD_UNUSABLE"
    message = "'field' is '{name}', which cannot be signed: {reason}."


class RevocationUnusable(InvalidInput):
    code = "PDF_SIGN_REVOCATION_UNUSABLE"
    message = "'revocation' does not show that the certificate is valid: {reason}."


class SignaturePlace(RequestBody):
    """A rectangle on the page as it is shown: (0, 0) is its top left corner."""

    page: int = Field(-1, description="Number of the page, from 1; -1 is the last one.")
    x: Offset = Field("20mm", validate_default=True, description="Distance from the left edge.")
    y: Offset = Field("20mm", validate_default=True, description="Distance from the top edge.")
    width: Length = Field(
        "70mm",
        validate_default=True,
        description="Width of the visible signature: points, or a text such as 70mm.",
    )
    height: Length = Field(
        "20mm",
        validate_default=True,
        description="Height of the visible signature: points, or a text such as 20mm.",
    )
    text: str = Field(
        _TEXT, max_length=500, description="Text; {signer}, {date}, {time} and {reason} are replaced."
    )


class SignForm(PdfForm):
    certificate: FileInput = Field(description="PKCS#12 file with certificate and private key, or PEM.")
    key: FileInput | None = Field(
        None, description="Private key in PEM, if the certificate does not have it."
    )
    chain: list[FileInput] = Field(
        [], max_length=10, description="Certificates of the issuers, in PEM or DER."
    )
    passphrase: str = Field("", max_length=500, description="Passphrase of the PKCS#12 file, or of the key.")
    reason: str | None = Field(None, max_length=500, description="Why it is signed.")
    location: str | None = Field(None, max_length=500, description="Where it is signed.")
    field: str = Field("Signature1", min_length=1, max_length=100, description="Name of the signature field.")
    visible: SignaturePlace | None = Field(None, description="Where the signature is drawn; null: nowhere.")
    image: FileInput | None = Field(None, description="Picture beside the text of a visible signature.")
    certify: Literal["none", "no_changes", "form_filling", "annotations"] = Field(
        "none", description="Certify the document, and say which later changes keep it valid."
    )
    roots: list[str] = Field(
        [], max_length=20, description="Certificates to trust, in PEM; for 'revocation'."
    )
    revocation: list[FileInput] = Field(
        [], max_length=50, description="CRLs and OCSP responses in DER, to embed."
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.revocation and not self.roots:
            raise ValueError("'revocation' needs 'roots', the certificates that the chain ends with")
        if self.image is not None and self.visible is None:
            raise ValueError("'image' needs 'visible', the place of the signature")
        return self


class SignReport(BaseModel):
    pages: int = Field(description="Number of pages in the result.")
    bytes: int = Field(description="Size of the result in bytes.")
    signer: str = Field(description="Subject of the certificate.")
    long_term: bool = Field(description="True if validation data is embedded.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/sign",
    errors=(
        *OPENING,
        UnreadableCertificate,
        EncryptedDocument,
        FieldNotSignable,
        RevocationUnusable,
        PageOutOfRange,
        FontLacksCharacters,
    ),
    run=RUN,
    secret=True,
    example={"file": THREE_PAGES, "certificate": IDENTITY, "passphrase": "example", "reason": "Approved"},
)
def sign_document(form: SignForm, settings: PdfSettings) -> FileOutput[SignReport]:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        pages, warnings = len(opened.pdf.pages), opened.warnings
        if opened.pdf.is_encrypted:
            raise EncryptedDocument
        place = _place(opened.pdf, form.visible) if form.visible else None
    chain = [each.content for each in form.chain]
    key = form.key.content if form.key else None
    signer = load_signer(form.certificate.content, key, form.passphrase, chain)
    subject = signer.signing_cert.subject.human_friendly
    content = _signed(form, signer, place)
    report = SignReport(
        pages=pages, bytes=len(content), signer=subject, long_term=bool(form.revocation), warnings=warnings
    )
    return FileOutput(content, MEDIA_TYPE, named(form.file.name, "-signed"), report)


def _place(pdf: Any, place: SignaturePlace) -> tuple[int, Box]:
    """Return the page, from 0, and the rectangle in its own coordinates."""
    position = place.page - 1 if place.page > 0 else len(pdf.pages) + place.page
    if place.page == 0 or not 0 <= position < len(pdf.pages):
        raise PageOutOfRange(field="visible.page", page=place.page, count=len(pdf.pages))
    page = pdf.pages[position]
    _, height, _ = shown_size(page)
    back = upright(visible_box(page), rotation_of(page)).inverse()
    corners = (place.x, height - place.y - place.height), (place.x + place.width, height - place.y)
    xs, ys = zip(*(back.transform(corner) for corner in corners), strict=True)
    return position, Box(min(xs), min(ys), max(xs), max(ys))


def _signed(form: SignForm, signer: Any, place: tuple[int, Box] | None) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - few calls need it
    from pyhanko.sign import PdfSigner  # noqa: PLC0415 - likewise
    from pyhanko.sign.fields import SigFieldSpec  # noqa: PLC0415 - likewise
    from pyhanko.sign.general import SigningError  # noqa: PLC0415 - likewise
    from pyhanko_certvalidator import errors  # noqa: PLC0415 - likewise

    spec = SigFieldSpec(form.field, on_page=place[0], box=_corners(place[1])) if place else None
    with reading(), tempfile.TemporaryDirectory() as folder:
        style = _style(form, signer, Path(folder) / "signature.pdf")
        writer = IncrementalPdfFileWriter(io.BytesIO(form.file.content), strict=False)
        try:
            signing = PdfSigner(_metadata(form), signer=signer, stamp_style=style, new_field_spec=spec)
            signed: bytes = signing.sign_pdf(writer).getvalue()
        except SigningError as error:
            if isinstance(error.__cause__, (errors.PathBuildingError, errors.PathValidationError)):
                reason = " ".join(str(error.__cause__).split())[:200].rstrip(".")
                raise RevocationUnusable(reason=reason) from error
            raise FieldNotSignable(name=form.field, reason=str(error)[:200].rstrip(".")) from error
    return signed


def _corners(box: Box) -> tuple[int, int, int, int]:
    return round(box.left), round(box.bottom), round(box.right), round(box.top)


def _metadata(form: SignForm) -> Any:
    from pyhanko.sign import PdfSignatureMetadata  # noqa: PLC0415 - few calls need it
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: PLC0415 - likewise
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - likewise

    allowed = {
        "no_changes": MDPPerm.NO_CHANGES, "form_filling": MDPPerm.FILL_FORMS, "annotations": MDPPerm.ANNOTATE,
    }  # fmt: skip
    roots = [each for text in form.roots for each in certificates_of(text.encode(), "roots")]
    context = None
    if form.revocation:
        crls, ocsps = _revocation(form.revocation)
        context = ValidationContext(
            trust_roots=roots, crls=crls, ocsps=ocsps, allow_fetching=False, revocation_mode="require"
        )
    return PdfSignatureMetadata(
        field_name=form.field,
        reason=form.reason,
        location=form.location,
        subfilter=SigSeedSubFilter.PADES,
        certify=form.certify != "none",
        docmdp_permissions=allowed.get(form.certify, MDPPerm.FILL_FORMS),
        embed_validation_info=bool(form.revocation),
        validation_context=context,
    )


def _revocation(files: list[FileInput]) -> tuple[list[bytes], list[bytes]]:
    from cryptography.x509 import load_der_x509_crl, ocsp  # noqa: PLC0415 - few calls need it

    crls: list[bytes] = []
    ocsps: list[bytes] = []
    for number, file in enumerate(files):
        for load, kept in ((load_der_x509_crl, crls), (ocsp.load_der_ocsp_response, ocsps)):
            try:
                load(file.content)
            except ValueError:
                continue
            kept.append(file.content)
            break
        else:
            raise RevocationUnusable(reason=f"file {number + 1} is neither a CRL nor an OCSP response")
    return crls, ocsps


def _style(form: SignForm, signer: Any, path: Path) -> Any:
    from pyhanko.pdf_utils import content  # noqa: PLC0415 - few calls need it
    from pyhanko.stamp import StaticStampStyle  # noqa: PLC0415 - likewise

    if form.visible is None:
        return None
    size = (form.visible.width, form.visible.height)
    name = signer.signing_cert.subject.native.get("common_name") or signer.signing_cert.subject.human_friendly
    page = draw_signature(
        form.visible.text, size, form.image.content if form.image else None,
        signer=str(name), when=datetime.now(UTC), reason=form.reason,
    )  # fmt: skip
    path.write_bytes(page)
    drawn: Any = content
    return StaticStampStyle(
        background=drawn.ImportedPdfPage(str(path)), background_opacity=1.0, border_width=0
    )
