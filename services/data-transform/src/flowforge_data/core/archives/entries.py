"""What an archive holds, and what can be wrong with one."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from servicekit import InvalidInput, ResourceLimit, Unsupported

ArchiveFormat = Literal[
    "zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "7z", "gz", "bz2", "xz", "zst"
]
Password = Annotated[str, Field(min_length=1, max_length=1_000)]
MAX_ENTRIES = 10_000
MAX_BYTES = 512 << 20


class DamagedArchive(InvalidInput):
    code = "ARCHIVE_DAMAGED"
    message = "'file' cannot be read as {format}: it is damaged or incomplete."


class UnknownArchive(Unsupported):
    code = "ARCHIVE_FORMAT_UNKNOWN"
    message = "'file' is no archive that can be read: send ZIP, TAR, 7z, GZ, BZ2, XZ or ZST."


class WrongPassword(InvalidInput):
    code = "ARCHIVE_PASSWORD_WRONG"
    message = "'file' is encrypted, and 'password' is {state}."


class ArchiveTooLarge(ResourceLimit):
    code = "ARCHIVE_TOO_LARGE"
    message = "'file' unpacks to more than {limit}: choose files by 'pattern' or unpack it elsewhere."


class NoSuchEntry(InvalidInput):
    code = "ARCHIVE_ENTRY_NOT_FOUND"
    message = "'pattern' matches no file of the archive: {pattern}. It has {known}."


class ArchiveEntry(BaseModel):
    name: str = Field(description="Path inside the archive.")
    kind: Literal["file", "folder", "link", "other"] = Field(description="What it is.")
    bytes: int | None = Field(description="Size when unpacked; null if the archive does not say.")
    compressed_bytes: int | None = Field(description="Size in the archive; null if it does not say.")
    modified: str | None = Field(description="When it was changed, ISO 8601.")
    encrypted: bool = Field(description="Whether a password is needed.")


ARCHIVE_FAULTS = (DamagedArchive, UnknownArchive, WrongPassword, ArchiveTooLarge)
