"""Verify the signatures of a PDF: who signed, when, whether it was changed since, and trust by given roots.

Nothing is looked up on the network: revocation is not checked.
"""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf, reading
from servicekit import InvalidInput, operation


class UnreadableRoot(InvalidInput):
    code = "PDF_ROOT_UNREADABLE"
    message = "'roots[{number}]' is no certificate in PEM."


class VerifySignaturesForm(PdfForm):
    roots: list[str] = Field([], max_length=50, description="Certificates to trust, in PEM.")


class SignatureInfo(BaseModel):
    field: str = Field(description="Name of the signature field.")
    signer: str = Field(description="Name of the signer, from the certificate.")
    signed_at: datetime | None = Field(description="Time that the signer claims.")
    reason: str | None = Field(
        description="Why it was signed, in the words of the signer; null if there are none."
    )
    intact: bool = Field(description="True if what was signed has not been changed.")
    valid: bool = Field(description="True if the signature is cryptographically correct.")
    trusted: bool = Field(description="True if the signer's certificate leads to one of the roots.")
    covers_whole_file: bool = Field(description="False if something was added after signing.")
    changes: str = Field(
        description="What was added since: none, lta_updates, form_filling, annotations or other."
    )


class VerificationResult(BaseModel):
    count: int = Field(description="Number of entries in the list.")
    signatures: list[SignatureInfo] = Field(
        description="The signatures, in the order in which they were made."
    )
    all_good: bool = Field(description="True if there are signatures, and all are intact, valid and trusted.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/verify-signatures", errors=(*OPENING, UnreadableRoot), run=RUN, example={"file": THREE_PAGES})
def verify_signatures(form: VerifySignaturesForm, settings: PdfSettings) -> VerificationResult:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - few calls need it

    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        warnings = opened.warnings
    roots = [_root(number, text) for number, text in enumerate(form.roots)]
    with reading(), form.file.open() as stream:
        reader = PdfFileReader(stream, strict=False)
        if reader.encrypted:
            reader.decrypt(form.password or "")
        found = [_verified(each, roots) for each in reader.embedded_regular_signatures]
    good = bool(found) and all(each.intact and each.valid and each.trusted for each in found)
    return VerificationResult(count=len(found), signatures=found, all_good=good, warnings=warnings)


def _root(number: int, text: str) -> Any:
    from asn1crypto import pem, x509  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

    try:
        _, _, content = pem.unarmor(text.encode())
        certificate = x509.Certificate.load(content)
        _ = certificate.subject
    except (ValueError, TypeError) as error:
        raise UnreadableRoot(number=number) from error
    return certificate


def _verified(signature: Any, roots: list[Any]) -> SignatureInfo:
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - few calls need it
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415 - likewise
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - likewise

    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    level = status.modification_level
    return SignatureInfo(
        field=signature.field_name,
        signer=signature.signer_cert.subject.human_friendly,
        signed_at=status.signer_reported_dt,
        reason=str(signature.sig_object.get("/Reason", "")) or None,
        intact=status.intact,
        valid=status.valid,
        trusted=status.trusted,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        changes=level.name.lower() if level is not None else "other",
    )
