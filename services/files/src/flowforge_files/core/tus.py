"""The words of the tus protocol (tus.io, version 1.0.0): its headers, metadata and checksums."""

import base64
import binascii
import hashlib
from email.utils import formatdate
from typing import Literal

from pydantic import Field

from flowforge_filestore import ExpectedChecksum, UploadProgress
from servicekit import Headers, InvalidInput, PreconditionFailed

VERSION = "1.0.0"
EXTENSIONS = (
    "creation,creation-with-upload,creation-defer-length,termination,checksum,expiration,concatenation"
)
ALGORITHMS = ("sha1", "sha256", "sha512", "md5")
MOST_PARTS = 1000
OFFSET_TYPE = "application/offset+octet-stream"


class TusVersionUnsupported(PreconditionFailed):
    code = "TUS_VERSION_UNSUPPORTED"
    message = "'Tus-Resumable' should be 1.0.0."


class MetadataInvalid(InvalidInput):
    code = "UPLOAD_METADATA_INVALID"
    message = "'Upload-Metadata' should be pairs of a name and a base64 value, with commas between them."


class LengthMissing(InvalidInput):
    code = "UPLOAD_LENGTH_MISSING"
    message = (
        "Send 'Upload-Length' with the bytes of the file, or 'Upload-Defer-Length: 1' to tell it later; "
        "never both, and neither with a final 'Upload-Concat'."
    )


class ConcatInvalid(InvalidInput):
    code = "UPLOAD_CONCAT_INVALID"
    message = (
        "'Upload-Concat' should be partial, or final; and the addresses of 1 to 1000 partial uploads, each "
        "once, with spaces between them."
    )


class ChecksumUnknown(InvalidInput):
    code = "UPLOAD_CHECKSUM_INVALID"
    message = "'Upload-Checksum' should be sha1, sha256, sha512 or md5, a space, and the digest in base64."


class TusRequest(Headers):
    tus_resumable: str = Field(description="The protocol's version, 1.0.0.", examples=[VERSION])

    def check_version(self) -> None:
        if self.tus_resumable != VERSION:
            raise TusVersionUnsupported(headers={"tus-version": VERSION})


class TusReply(Headers):
    tus_resumable: str = Field(description="Version of the protocol.")
    upload_offset: int | None = Field(description="Number of bytes received.")
    upload_length: int | None = Field(description="Total length in bytes.")
    upload_expires: str | None = Field(description="When an unfinished upload is deleted.")
    location: str | None = Field(description="URL of the upload.")
    file_id: str | None = Field(description="Id of the file, once the upload is complete.")
    upload_defer_length: Literal[1] | None = Field(description="1 while the length is unknown.")
    upload_metadata: str | None = Field(description="Metadata as sent on creation.")
    upload_concat: str | None = Field(description="'partial' for a part of a file.")
    cache_control: str = Field(description="Always no-store.")


def reply(progress: UploadProgress | None = None, location: str | None = None) -> TusReply:
    """Return the progress of an upload; an aborted one has none."""
    going_on = progress is not None and progress.record is None
    done = progress is not None and progress.record is not None
    return TusReply(
        tus_resumable=VERSION,
        upload_offset=progress.offset if progress else None,
        upload_length=progress.length if progress else None,
        upload_expires=formatdate(progress.deadline_ms / 1000, usegmt=True)
        if progress and going_on
        else None,
        location=location,
        file_id=progress.upload_id if progress and done else None,
        upload_defer_length=1 if progress and progress.length is None else None,
        upload_metadata=(progress.metadata or None) if progress else None,
        upload_concat="partial" if progress and progress.kind == "part" else None,
        cache_control="no-store",
    )


def read_metadata(text: str | None) -> dict[str, str]:
    """Return the pairs of Upload-Metadata. Raises MetadataInvalid."""
    pairs: dict[str, str] = {}
    for part in (text or "").split(","):
        name, _, value = part.strip().partition(" ")
        try:
            decoded = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError) as error:
            raise MetadataInvalid from error
        if name:
            pairs[name] = decoded
    return pairs


def read_parts(text: str) -> list[str]:
    """Return the ids of the uploads that a final Upload-Concat names. Raises ConcatInvalid."""
    kind, _, addresses = text.partition(";")
    ids = [one.removesuffix("/content").rpartition("/")[2] for one in addresses.split()]
    if kind.strip() != "final" or not 1 <= len(ids) <= MOST_PARTS or len(set(ids)) < len(ids):
        raise ConcatInvalid
    return ids


def read_checksum(text: str | None) -> ExpectedChecksum | None:
    """Return what the body must hash to. Raises ChecksumUnknown."""
    if text is None:
        return None
    algorithm, _, encoded = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise ChecksumUnknown
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ChecksumUnknown from error
    return ExpectedChecksum(hashlib.new(algorithm, usedforsecurity=False), digest)
