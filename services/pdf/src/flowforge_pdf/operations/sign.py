"""Sign a PDF (PAdES) with a certificate in PKCS#12 or PEM; the signature is invisible or stands on a page.

With `timestamp_url` a time stamping authority (RFC 3161) attests the time: level B-T. Level B-LT adds the
certificates, OCSP responses and CRLs that verify the signature in the long term, sent as `revocation` or
downloaded from the addresses in the certificates; B-LTA adds an archive time stamp over all of it.
"""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, Field, field_validator, model_validator

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfForm, named
from flowforge_pdf.core.examples import IDENTITY, THREE_PAGES
from flowforge_pdf.core.making.resources import is_remote
from flowforge_pdf.core.making.typesetting import RUN_WITH_DOWNLOADS
from flowforge_pdf.core.signing.faults import (
    ChainNotValid,
    EncryptedDocument,
    FieldNotSignable,
    NoTimestamp,
    RevocationUnusable,
)
from flowforge_pdf.core.signing.identities import UnreadableCertificate, certificates_of, load_signer
from flowforge_pdf.core.signing.places import SignaturePlace, drawn_style, place_on
from flowforge_pdf.core.signing.revocation import parse_revocation
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING, PageOutOfRange
from flowforge_pdfs.opening import open_pdf
from servicekit import Context, FileInput, FileOutput, operation

Level = Literal["b-b", "b-t", "b-lt", "b-lta"]
_SAME = ("field", "reason", "location", "certify", "timestamp_url", "level")


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
    timestamp_url: str | None = Field(
        None,
        max_length=2000,
        description="Address of a time stamping authority (RFC 3161), as http://timestamp.example.com.",
    )
    level: Level | None = Field(
        None,
        description="PAdES level: b-b; b-t with a time stamp; b-lt with validation data too; b-lta with an "
        "archive time stamp too. By default what the other fields allow.",
    )
    roots: list[str] = Field(
        [],
        max_length=20,
        description="Certificates, in PEM, that the chains of signer and time stamp end with; for b-lt and "
        "b-lta, and for 'revocation'.",
    )
    revocation: list[FileInput] = Field(
        [],
        max_length=50,
        description="CRLs and OCSP responses in DER, to embed; for levels b-lt and b-lta what is missing is "
        "downloaded.",
    )

    @field_validator("timestamp_url")
    @classmethod
    def _is_address(cls, given: str | None) -> str | None:
        if given is not None and not is_remote(given):
            raise ValueError("should begin with http:// or https://")
        return given

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.revocation and not self.roots:
            raise ValueError("'revocation' needs 'roots', the certificates that the chain ends with")
        if self.image is not None and self.visible is None:
            raise ValueError("'image' needs 'visible', the place of the signature")
        if self.level not in (None, "b-b") and self.timestamp_url is None:
            raise ValueError(f"'level' {self.level} needs 'timestamp_url', a time stamping authority")
        if self.level in ("b-lt", "b-lta") and not self.roots:
            raise ValueError(f"'level' {self.level} needs 'roots', the certificates that the chains end with")
        if self.level == "b-b" and self.timestamp_url is not None:
            raise ValueError("'level' b-b has no time stamp: leave out 'timestamp_url', or ask for b-t")
        return self


class SignReport(BaseModel):
    pages: int = Field(description="Number of pages in the result.")
    bytes: int = Field(description="Size of the result in bytes.")
    signer: str = Field(description="Subject of the certificate.")
    level: Level = Field(description="PAdES level of the signature.")
    timestamp: datetime | None = Field(description="Time in the time stamp; null without one.")
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
        ChainNotValid,
        NoTimestamp,
        PageOutOfRange,
        FontLacksCharacters,
    ),
    run=RUN_WITH_DOWNLOADS,
    secret=True,
    example={"file": THREE_PAGES, "certificate": IDENTITY, "passphrase": "example", "reason": "Approved"},
)
async def sign_document(form: SignForm, settings: PdfSettings, context: Context) -> FileOutput[SignReport]:
    from flowforge_pdf.core.signing.signing import Order, sign  # noqa: PLC0415 - 40 MB that only signatures need

    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        pages, warnings = len(opened.pdf.pages), opened.warnings
        if opened.pdf.is_encrypted:
            raise EncryptedDocument
        place = place_on(opened.pdf, form.visible) if form.visible else None
    chain = [each.content for each in form.chain]
    key = form.key.content if form.key else None
    signer = load_signer(form.certificate.content, key, form.passphrase, chain)
    issuers = [
        each for number, file in enumerate(chain) for each in certificates_of(file, f"chain[{number}]")
    ]
    crls, responses = parse_revocation(form.revocation)
    picture = form.image.content if form.image else None
    rotation = place.rotation if place else 0
    with drawn_style(form.visible, rotation, signer, picture, form.reason) as style:
        order = Order(
            document=form.file.content,
            signer=signer,
            roots=[each for text in form.roots for each in certificates_of(text.encode(), "roots")],
            chain=issuers,
            crls=crls,
            responses=responses,
            place=place,
            style=style,
            **{name: getattr(form, name) for name in _SAME},
        )
        signed = await sign(order, context)
    report = SignReport(
        pages=pages,
        bytes=len(signed.content),
        signer=signer.signing_cert.subject.human_friendly,
        level=signed.level,
        timestamp=signed.timestamp,
        long_term=signed.long_term,
        warnings=warnings,
    )
    return FileOutput(signed.content, MEDIA_TYPE, named(form.file.name, "-signed"), report)
