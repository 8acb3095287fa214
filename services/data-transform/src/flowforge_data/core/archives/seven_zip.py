"""Read and write 7z."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import py7zr
from py7zr.exceptions import Bad7zFile, PasswordRequired, UnsupportedCompressionMethodError
from py7zr.io import BytesIOFactory

from flowforge_data.core.archives.entries import ArchiveEntry, ArchiveTooLarge, DamagedArchive, WrongPassword

MOST: Final = 256 << 20
_DAMAGE: Final = (
    Bad7zFile,
    UnsupportedCompressionMethodError,
    OSError,
    EOFError,
    ValueError,
    IndexError,
    TypeError,
    KeyError,
)


def walk_7z(path: Path, password: str | None, budget: Any) -> Iterator[tuple[ArchiveEntry, Any]]:
    """Yield the entries. The whole archive is unpacked in memory when the first file is opened."""
    archive = _open(path, password)
    with archive:
        infos = archive.list()
        encrypted = archive.needs_password()
        total = sum(info.uncompressed or 0 for info in infos)
        contents: dict[str, Any] = {}

        def opened(name: str) -> BinaryIO:
            if not contents:
                if total > min(MOST, budget.limit):
                    raise ArchiveTooLarge(limit=f"{min(MOST, budget.limit) >> 20} MiB")
                contents.update(_unpacked(archive, encrypted=encrypted, password=password))
            return io.BytesIO(contents[name].read())

        for info in infos:
            kind: Any = "folder" if info.is_directory else "link" if info.is_symlink else "file"
            moment = getattr(info, "creationtime", None)
            entry = ArchiveEntry(
                name=info.filename,
                kind=kind,
                bytes=info.uncompressed,
                compressed_bytes=info.compressed,
                modified=moment.isoformat() if moment is not None else None,
                encrypted=encrypted,
            )
            yield entry, (lambda name=info.filename: opened(name)) if kind == "file" else None


def _open(path: Path, password: str | None) -> py7zr.SevenZipFile:
    try:
        return py7zr.SevenZipFile(path, "r", password=password)
    except PasswordRequired as error:
        raise WrongPassword(state="missing") from error
    except _DAMAGE as error:
        raise _refusal(password) from error


def _refusal(password: str | None) -> Exception:
    if password is not None:
        return WrongPassword(state="not the right one, or the archive is damaged")
    return DamagedArchive(format="7z")


def _unpacked(archive: py7zr.SevenZipFile, *, encrypted: bool, password: str | None) -> dict[str, Any]:
    if encrypted and password is None:
        raise WrongPassword(state="missing")
    factory = BytesIOFactory(MOST)
    try:
        archive.extractall(factory=factory)
    except PasswordRequired as error:
        raise WrongPassword(state="missing") from error
    except Exception as error:  # a wrong password shows as damage of any kind
        raise _refusal(password if encrypted else None) from error
    for content in factory.products.values():
        content.seek(0)
    return dict(factory.products)


def write_7z(files: list[tuple[Path, str]], target: Path, password: str | None, level: int) -> None:
    filters: Any = [{"id": py7zr.FILTER_LZMA2, "preset": level}]
    if password is not None:
        filters.append({"id": py7zr.FILTER_CRYPTO_AES256_SHA256})
    with py7zr.SevenZipFile(
        target, "w", filters=filters, password=password, header_encryption=False
    ) as archive:
        for path, name in files:
            archive.write(path, name)
