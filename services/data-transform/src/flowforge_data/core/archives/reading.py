"""Read archives, entry after entry, without ever unpacking more than is allowed."""

import datetime as dt
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final

from flowforge_data.core.archives.detection import Errors, archive_format, decompressed
from flowforge_data.core.archives.entries import (
    MAX_ENTRIES,
    ArchiveEntry,
    ArchiveFormat,
    ArchiveTooLarge,
    DamagedArchive,
    WrongPassword,
)

PIECE: Final = 1 << 20
_TYPE_BITS: Final = 0o170000
_LINK: Final = 0o120000
_DAMAGE: Final = (OSError, EOFError, ValueError, KeyError, zlib.error, zipfile.BadZipFile, tarfile.TarError,
                  NotImplementedError, RuntimeError)  # fmt: skip


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked."""

    limit: int
    used: int = 0

    def take(self, count: int) -> None:
        self.used += count
        if self.used > self.limit:
            raise ArchiveTooLarge(limit=f"{self.limit >> 20} MiB")


class _Counted:
    """A stream that takes every byte from the budget: what a TAR skips counts too."""

    def __init__(self, inner: BinaryIO, budget: Budget) -> None:
        self._inner = inner
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        piece = self._inner.read(size)
        self._budget.take(len(piece))
        return piece


Opener = Callable[[], BinaryIO]
Walk = Iterator[tuple[ArchiveEntry, Opener | None]]


def walk(path: Path, name: str | None, password: str | None, budget: Budget) -> tuple[ArchiveFormat, Walk]:
    """Return the format and the entries, files with what opens them. Raises ARCHIVE_FAULTS.

    An entry must be read before the next one is asked for.
    """
    form = archive_format(path)
    if form == "zip":
        return form, _counted(_zip(path, password), form)
    if form == "7z":
        from flowforge_data.core.archives.seven_zip import walk_7z  # noqa: PLC0415 - of one format

        return form, _counted(walk_7z(path, password, budget), form)
    if form.startswith("tar"):
        return form, _counted(_tar(path, form, budget), form)
    return form, _counted(_single(path, name, form), form)


def _counted(entries: Walk, form: str) -> Walk:
    count = 0
    try:
        for entry in entries:
            count += 1
            if count > MAX_ENTRIES:
                raise ArchiveTooLarge(limit=f"{MAX_ENTRIES:,} files")
            yield entry
    except _DAMAGE as error:
        raise DamagedArchive(format=form) from error


def unpack(opener: Opener, target: Path, budget: Budget, form: str) -> int:
    """Write one entry to *target* and return its size."""
    size = 0
    try:
        with opener() as source, target.open("wb") as file:
            while piece := source.read(PIECE):
                budget.take(len(piece))
                size += len(piece)
                file.write(piece)
    except _DAMAGE as error:
        if "password" in str(error).lower() or "HMAC" in str(error):
            raise WrongPassword(state="not the right one") from error
        raise DamagedArchive(format=form) from error
    return size


def _zip(path: Path, password: str | None) -> Walk:
    import pyzipper  # noqa: PLC0415 - of one format

    try:
        with pyzipper.AESZipFile(path) as archive:
            if password is not None:
                archive.setpassword(password.encode())
            for info in archive.infolist():
                entry = ArchiveEntry(
                    name=info.filename,
                    kind=_zip_kind(info),
                    bytes=info.file_size,
                    compressed_bytes=info.compress_size,
                    modified=_zip_date(info.date_time),
                    encrypted=bool(info.flag_bits & 1),
                )
                yield (
                    entry,
                    partial(_open_zip, archive, info, password) if entry.kind == "file" else None,
                )
    except pyzipper.BadZipFile as error:
        raise zipfile.BadZipFile(str(error)) from error


def _open_zip(archive: Any, info: Any, password: str | None) -> BinaryIO:
    if info.flag_bits & 1 and password is None:
        raise WrongPassword(state="missing")
    import pyzipper  # noqa: PLC0415 - of one format

    try:
        opened = Errors(archive.open(info), pyzipper.BadZipFile)
    except RuntimeError as error:
        if "password" in str(error).lower():
            raise WrongPassword(state="not the right one") from error
        raise
    return io.BufferedReader(opened, PIECE)


def _zip_kind(info: Any) -> Any:
    if info.is_dir():
        return "folder"
    return "link" if (info.external_attr >> 16) & _TYPE_BITS == _LINK else "file"


def _zip_date(parts: tuple[int, ...]) -> str | None:
    try:
        return dt.datetime(*parts).isoformat()  # type: ignore[arg-type] # noqa: DTZ001 - ZIP has no zone
    except ValueError:
        return None


def _tar(path: Path, form: ArchiveFormat, budget: Budget) -> Walk:
    raw = path.open("rb") if form == "tar" else decompressed(path, form)
    counted = Budget(budget.limit * 2)  # what is skipped is not unpacked, and has to be read all the same
    with raw, tarfile.open(fileobj=_Counted(raw, counted), mode="r|", errorlevel=1) as archive:  # type: ignore[call-overload] # it reads only
        for info in archive:
            kind: Any = (
                "file"
                if info.isreg()
                else "folder"
                if info.isdir()
                else "link"
                if info.issym() or info.islnk()
                else "other"
            )
            entry = ArchiveEntry(
                name=info.name,
                kind=kind,
                bytes=info.size,
                compressed_bytes=None,
                modified=dt.datetime.fromtimestamp(max(0, min(info.mtime, 1 << 36)), dt.UTC).isoformat(),
                encrypted=False,
            )
            yield entry, partial(_open_tar, archive, info) if kind == "file" else None


def _open_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO:
    opened: Any = archive.extractfile(info)
    return opened  # type: ignore[no-any-return] # a regular file opens


def _single(path: Path, name: str | None, form: ArchiveFormat) -> Walk:
    inside = PurePosixPath((name or "data").replace("\\", "/")).name
    stem = inside[: -len(form) - 1] if inside.lower().endswith(f".{form}") else inside
    entry = ArchiveEntry(
        name=stem or "data",
        kind="file",
        bytes=None,
        compressed_bytes=path.stat().st_size,
        modified=None,
        encrypted=False,
    )
    yield entry, lambda: decompressed(path, form)
