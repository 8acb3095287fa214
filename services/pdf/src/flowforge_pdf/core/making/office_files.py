"""Office files are archives: which kind one is, and whether it unpacks to more than it may."""

import zipfile
from pathlib import Path

from servicekit import InvalidInput, OperationError

_MOST_BYTES = 256 << 20


class OfficeFileTooLarge(InvalidInput):
    code = "OFFICE_FILE_TOO_LARGE"
    message = "'file' unpacks to more than 256 MiB. Reduce the size of its pictures, or split it."


def check_office_file(path: Path, part: str, other: type[OperationError]) -> None:
    """Raise *other* if the file at *path* has no main *part*, and OfficeFileTooLarge for a bomb."""
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            entries = {entry.filename: entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise other from error
    if part not in entries:
        raise other
    if sum(entries.values()) > _MOST_BYTES:
        raise OfficeFileTooLarge
