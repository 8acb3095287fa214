"""Verify signatures: intact, valid, trusted, their level, and what was added since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp  # type: ignore[import-untyped] # it ships none
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from flowforge_pdf.core.signing.online import served_fetchers
from flowforge_pdf.core.signing.revocation import covers
from flowforge_pdf.core.signing.verdicts import SignatureInfo, TimestampInfo
from servicekit import Context


@dataclass(frozen=True, slots=True)
class _Proof:
    """The document's validation data."""

    certificates: list[Any]
    crls: list[Any]
    responses: list[Any]


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies the signatures of one document. With *online*, proof that is missing is downloaded."""

    reader: PdfFileReader
    roots: list[Any]
    context: Context
    online: bool = False

    async def signatures(self) -> list[SignatureInfo]:
        proof = _proof_of(self.reader)
        archived = any(each.intact and each.valid for each in await self.timestamps())
        return [
            await self._signature(each, proof, archived=archived)
            for each in self.reader.embedded_regular_signatures
        ]

    async def timestamps(self) -> list[TimestampInfo]:
        """Return the time stamps of the whole document."""
        proof = _proof_of(self.reader)
        found = [await self._archive(each, proof) for each in self.reader.embedded_timestamp_signatures]
        return [each for each in found if each is not None]

    def _trust(self, proof: _Proof, moment: datetime | None = None) -> ValidationContext:
        online = self.online and moment is None
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=proof.certificates,
            crls=proof.crls,
            ocsps=proof.responses,
            moment=moment,
            allow_fetching=online,
            fetchers=served_fetchers(self.context) if online else None,
            revocation_mode="hard-fail" if online else "soft-fail",
            retroactive_revinfo=moment is not None,
        )

    async def _archive(self, signature: Any, proof: _Proof) -> TimestampInfo | None:
        try:
            status = await async_validate_pdf_timestamp(signature, self._trust(proof))
        except (SignatureValidationError, PdfError, ValueError):
            return None
        return _stamp(status)

    async def _signature(self, signature: Any, proof: _Proof, *, archived: bool) -> SignatureInfo:
        try:
            status: Any = await async_validate_pdf_signature(signature, self._trust(proof))
            stamp = status.timestamp_validity
            if not status.trusted and stamp is not None and stamp.trusted and not status.revoked:
                # The certificate has ended since; the time stamp shows that the signature is older.
                earlier = self._trust(proof, stamp.timestamp)
                status = await async_validate_pdf_signature(signature, earlier, self._trust(proof))
        except (SignatureValidationError, PdfError, ValueError):
            return _unverifiable(signature)
        level = _level_of(signature, status, proof, archived=archived)
        return _verdict(signature, status, level, proof)


def _proof_of(reader: PdfFileReader) -> _Proof:
    try:
        store = DocumentSecurityStore.read_dss(reader)
        certificates = list(store.load_certs())
        crls = [crl.CertificateList.load(each.get_object().data) for each in store.crls]
        responses = [ocsp.OCSPResponse.load(each.get_object().data) for each in store.ocsps]
    except (NoDSSFoundError, PdfError, ValueError, TypeError):
        return _Proof([], [], [])
    return _Proof(certificates, crls, responses)


def _stamp(status: Any) -> TimestampInfo | None:
    if status is None:
        return None
    return TimestampInfo(
        time=status.timestamp,
        authority=status.signing_cert.subject.human_friendly,
        intact=status.intact,
        valid=status.valid,
        trusted=status.trusted,
    )


def _level_of(signature: Any, status: Any, proof: _Proof, *, archived: bool) -> str:
    """Return the PAdES level that the parts of the document make up."""
    if str(signature.sig_object.get("/SubFilter", "")) != SigSeedSubFilter.PADES.value:
        return "none"
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid):
        return "b-b"
    if not covers(signature.signer_cert, proof.crls, proof.responses):
        return "b-t"
    return "b-lta" if archived else "b-lt"


def _verdict(signature: Any, status: Any, level: str, proof: _Proof) -> SignatureInfo:
    changes = status.modification_level
    trusted = status.trusted
    return SignatureInfo(
        field=signature.field_name,
        signer=signature.signer_cert.subject.human_friendly,
        signed_at=status.signer_reported_dt,
        reason=_text(signature.sig_object.get("/Reason", None)),
        level=level,
        timestamp=_stamp(status.timestamp_validity),
        intact=status.intact,
        valid=status.valid,
        trusted=trusted,
        revocation=_revocation_of(signature, status, proof),
        problem=None if trusted else _problem(status),
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        changes=changes.name.lower() if changes is not None else "other",
    )


def _revocation_of(signature: Any, status: Any, proof: _Proof) -> str:
    if status.revoked:
        return "revoked"
    return "good" if covers(signature.signer_cert, proof.crls, proof.responses) else "unknown"


def _problem(status: Any) -> str:
    if not status.intact:
        return "The document was changed after it was signed."
    if not status.valid:
        return "The signature does not belong to the certificate."
    if status.revoked:
        when = status.revocation_details.revocation_date
        return f"The certificate was revoked on {when:%Y-%m-%d}."
    indication = getattr(status.trust_problem_indic, "name", "") or "NO_CERTIFICATE_CHAIN_FOUND"
    return _PROBLEMS.get(
        indication, f"The certificate is not trusted: {indication.lower().replace('_', ' ')}."
    )


_PROBLEMS = {
    "NO_CERTIFICATE_CHAIN_FOUND": "The certificate does not lead to one of the roots.",
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": "The certificate, or one of its issuers, is not valid.",
    "OUT_OF_BOUNDS_NO_POE": "The certificate has ended, and no trusted time stamp shows that it is older.",
    "OUT_OF_BOUNDS_NOT_REVOKED": "The certificate was not valid at the time.",
    "EXPIRED": "The certificate has ended, and no trusted time stamp shows that it is older.",
    "NOT_YET_VALID": "The certificate is not valid yet.",
    "TRY_LATER": "The revocation of the certificate could not be checked.",
    "CHAIN_CONSTRAINTS_FAILURE": "The certificate may not be used to sign documents.",
}  # fmt: skip


def _unverifiable(signature: Any) -> SignatureInfo:
    """Describe a signature of a kind that cannot be verified."""
    kind = str(signature.sig_object.get("/SubFilter", "none"))[:60]
    known = {each.value for each in SigSeedSubFilter}
    reason = "its data is damaged" if kind in known else "signatures of this kind are not supported"
    try:
        signer = signature.signer_cert.subject.human_friendly
    except (PdfError, ValueError, AttributeError, SignatureValidationError):
        signer = ""
    return SignatureInfo(
        field=signature.field_name,
        signer=signer,
        signed_at=None,
        reason=_text(signature.sig_object.get("/Reason", None)),
        level="none",
        timestamp=None,
        intact=False,
        valid=False,
        trusted=False,
        revocation="unknown",
        problem=f"The signature ({kind}) cannot be verified: {reason}.",
        covers_whole_file=False,
        changes="other",
    )


def _text(value: object) -> str | None:
    return str(value) or None if value is not None else None
