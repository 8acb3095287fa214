"""Sign a document, with a time stamp and validation data where they are asked for."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from asn1crypto import cms  # type: ignore[import-untyped] # it ships none
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from flowforge_pdf.core.boxes import Box
from flowforge_pdf.core.signing.documents import reading_signatures
from flowforge_pdf.core.signing.faults import (
    ChainNotValid,
    FieldNotSignable,
    NoTimestamp,
    RevocationUnusable,
)
from flowforge_pdf.core.signing.online import ServedTimeStamper, served_fetchers
from flowforge_pdf.core.signing.places import PageArea
from flowforge_pdf.core.signing.revocation import reason_of
from servicekit import Context, OperationError

Level = Literal["b-b", "b-t", "b-lt", "b-lta"]
_LONG_TERM = ("b-lt", "b-lta")
_ALLOWED = {
    "no_changes": MDPPerm.NO_CHANGES,
    "form_filling": MDPPerm.FILL_FORMS,
    "annotations": MDPPerm.ANNOTATE,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be signed, and how. `roots`, `chain`, `crls` and `responses` show that it is valid."""

    document: bytes
    field: str
    signer: Any
    reason: str | None = None
    location: str | None = None
    certify: str = "none"
    timestamp_url: str | None = None
    level: Level | None = None
    roots: Sequence[Any] = ()
    chain: Sequence[Any] = ()
    crls: Sequence[bytes] = ()
    responses: Sequence[bytes] = ()
    place: PageArea | None = None
    style: Any = None

    @property
    def reaches(self) -> Level:
        """The level that was asked for, or what the order allows."""
        if self.level is not None or self.timestamp_url is None:
            return self.level or "b-b"
        return "b-lt" if self.has_proof else "b-t"

    @property
    def has_proof(self) -> bool:
        return bool(self.crls or self.responses)


@dataclass(frozen=True, slots=True)
class Signed:
    content: bytes
    level: Level
    timestamp: datetime | None
    long_term: bool


class _StampedOnce(ServedTimeStamper):
    """Remembers the time of the first stamp: that of the signature. One of an archive comes later."""

    def __init__(self, context: Context, url: str) -> None:
        super().__init__(context, url)
        self.time: datetime | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = await super().async_timestamp(message_digest, md_algorithm)
        if self._dummy_response_cache and self.time is None:
            self.time = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        return token


async def sign(order: Order, context: Context) -> Signed:
    """Raises the errors of signing, and those of Context.fetch."""
    level = order.reaches
    embedding = order.has_proof or level in _LONG_TERM
    stamper = _StampedOnce(context, order.timestamp_url) if order.timestamp_url else None
    place = order.place
    spec = SigFieldSpec(order.field, on_page=place.position, box=_corners(place.box)) if place else None
    with reading_signatures():
        writer = IncrementalPdfFileWriter(io.BytesIO(order.document), strict=False)
        signing = PdfSigner(
            _metadata(order, level, _validation(order, level, context) if embedding else None),
            signer=order.signer,
            timestamper=stamper,
            stamp_style=order.style,
            new_field_spec=spec,
        )
        try:
            content: bytes = (await signing.async_sign_pdf(writer)).getvalue()
        except (SigningError, PathBuildingError, PathValidationError, TimestampRequestError) as error:
            raise _fault(error, order.field, level) from error
    return Signed(content, level, stamper.time if stamper is not None else None, embedding)


def _fault(error: Exception, field: str, level: Level) -> OperationError:
    if isinstance(error, TimestampRequestError):
        return NoTimestamp(reason="its answer is for another request")
    cause = error.__cause__ if isinstance(error, SigningError) else error
    if isinstance(cause, (PathBuildingError, PathValidationError)):
        if level in _LONG_TERM:
            return ChainNotValid(level=level, reason=reason_of(cause))
        return RevocationUnusable(reason=reason_of(cause))
    return FieldNotSignable(name=field, reason=reason_of(error)[:200])


def _corners(box: Box) -> tuple[int, int, int, int]:
    return round(box.left), round(box.bottom), round(box.right), round(box.top)


def _metadata(order: Order, level: Level, validation: ValidationContext | None) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=order.field,
        reason=order.reason,
        location=order.location,
        subfilter=SigSeedSubFilter.PADES,
        certify=order.certify != "none",
        docmdp_permissions=_ALLOWED.get(order.certify, MDPPerm.FILL_FORMS),
        embed_validation_info=validation is not None,
        use_pades_lta=level == "b-lta",
        validation_context=validation,
    )


def _validation(order: Order, level: Level, context: Context) -> ValidationContext:
    online = level in _LONG_TERM
    return ValidationContext(
        trust_roots=order.roots,
        other_certs=order.chain,
        crls=order.crls,
        ocsps=order.responses,
        allow_fetching=online,
        fetchers=served_fetchers(context) if online else None,
        revocation_mode="require",
    )
