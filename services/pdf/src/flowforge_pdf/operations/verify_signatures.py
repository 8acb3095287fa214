"""Verify the signatures of a PDF: who signed, when, at which level, what changed since, trust by given roots.

Revocation is checked with the data in the document; with `online`, issuers, OCSP responses and CRLs are also
downloaded from the addresses in the certificates.
"""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.making.typesetting import RUN_WITH_DOWNLOADS
from flowforge_pdf.core.signing.verdicts import SignatureInfo, TimestampInfo
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import open_pdf
from servicekit import Context, InvalidInput, operation


class UnreadableRoot(InvalidInput):
    code = "PDF_ROOT_UNREADABLE"
    message = "'roots[{number}]' is no certificate in PEM."


class VerifySignaturesForm(PdfForm):
    roots: list[str] = Field([], max_length=50, description="Certificates to trust, in PEM.")
    online: bool = Field(
        default=False, description="Download what the document lacks to check issuers and revocation."
    )


class VerificationResult(BaseModel):
    count: int = Field(description="Number of signatures.")
    signatures: list[SignatureInfo] = Field(
        description="The signatures, in the order in which they were made."
    )
    timestamps: list[TimestampInfo] = Field(description="Time stamps of the document as a whole.")
    all_good: bool = Field(description="True if there are signatures, and all are intact, valid and trusted.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/verify-signatures",
    errors=(*OPENING, UnreadableRoot),
    run=RUN_WITH_DOWNLOADS,
    example={"file": THREE_PAGES},
)
async def verify_signatures(
    form: VerifySignaturesForm, settings: PdfSettings, context: Context
) -> VerificationResult:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - few calls need it

    from flowforge_pdf.core.signing.documents import reading_signatures  # noqa: PLC0415 - likewise
    from flowforge_pdf.core.signing.verifying import Verifier  # noqa: PLC0415 - likewise

    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        warnings = opened.warnings
    roots = [_root(number, text) for number, text in enumerate(form.roots)]
    with reading_signatures(), form.file.open() as stream:
        reader = PdfFileReader(stream, strict=False)
        if reader.encrypted:
            reader.decrypt(form.password or "")
        verifier = Verifier(reader, roots, context, form.online)
        found, timestamps = await verifier.signatures(), await verifier.timestamps()
    good = bool(found) and all(each.intact and each.valid and each.trusted for each in found)
    return VerificationResult(
        count=len(found), signatures=found, timestamps=timestamps, all_good=good, warnings=warnings
    )


def _root(number: int, text: str) -> Any:
    from asn1crypto import pem, x509  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

    try:
        _, _, content = pem.unarmor(text.encode())
        certificate = x509.Certificate.load(content)
        _ = certificate.subject
    except (ValueError, TypeError) as error:
        raise UnreadableRoot(number=number) from error
    return certificate
