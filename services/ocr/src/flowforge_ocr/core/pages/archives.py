"""ZIP archives of pictures and PDFs, taken as the files that they hold."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from servicekit import FileInput, InvalidInput, OperationError, ResourceLimit

_MOST_FILES = 50
_MOST_BYTES = 512 << 20
_PIECE = 1 << 20
_SIGNATURE = b"PK\x03\x04"


class DamagedArchive(InvalidInput):
    code = "OCR_ARCHIVE_DAMAGED"
    message = (
        "'files' has the archive '{name}', which is damaged or encrypted: make it again without a password."
    )


class TooManyFiles(ResourceLimit):
    code = "OCR_TOO_MANY_FILES"
    message = "'files' has {count} files, those in archives included: at most {limit} are read in one call."


class ArchiveTooLarge(ResourceLimit):
    code = "OCR_ARCHIVE_TOO_LARGE"
    message = "The archives in 'files' hold more than {limit} bytes when unpacked: send fewer files."


UNPACKING: tuple[type[OperationError], ...] = (DamagedArchive, TooManyFiles, ArchiveTooLarge)


def unpacked(files: Sequence[FileInput], folder: Path) -> list[FileInput]:
    """Return *files* with the content of archives in their place. Raises UNPACKING's errors."""
    found: list[FileInput] = []
    for at, file in enumerate(files):
        if _is_archive(file):
            found += _unpacked(file, folder / f"archive-{at}", _MOST_BYTES - sum(each.size for each in found))
        else:
            found.append(file)
    if len(found) > _MOST_FILES:
        raise TooManyFiles(count=len(found), limit=_MOST_FILES)
    return found


def _is_archive(file: FileInput) -> bool:
    with file.open() as stream:
        return stream.read(len(_SIGNATURE)) == _SIGNATURE


def _unpacked(file: FileInput, folder: Path, most_bytes: int) -> Iterator[FileInput]:
    folder.mkdir()
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            entries = [entry for entry in archive.infolist() if _is_page(entry)]
            if len(entries) > _MOST_FILES:
                raise TooManyFiles(count=len(entries), limit=_MOST_FILES)
            for at, entry in enumerate(entries):
                path = folder / str(at)
                most_bytes -= _write(archive, entry, path, most_bytes)
                size = path.stat().st_size
                yield FileInput(path, size, None, "application/octet-stream", entry.filename)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise DamagedArchive(name=(file.name or "archive.zip")[:80]) from error


def _is_page(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry is a file that somebody meant to send, and not one of an operating system."""
    parts = Path(entry.filename).parts
    return not (entry.is_dir() or "__MACOSX" in parts or parts[-1] in (".DS_Store", "Thumbs.db"))


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, most_bytes: int) -> int:
    written = 0
    with archive.open(entry) as source, path.open("wb") as target:
        while piece := source.read(_PIECE):
            written += len(piece)
            if written > most_bytes:
                raise ArchiveTooLarge(limit=_MOST_BYTES)
            target.write(piece)
    return written
