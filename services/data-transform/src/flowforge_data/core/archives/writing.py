"""Make archives of files."""

import io
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from flowforge_data.core.archives.entries import ArchiveFormat

Files = Sequence[tuple[Path, str]]


def write_archive(
    form: ArchiveFormat, files: Files, target: Path, *, password: str | None, level: int
) -> None:
    """Write *files*, each under its name, to *target*."""
    if form == "zip":
        _zip(files, target, password, level)
    elif form == "7z":
        from flowforge_data.core.archives.seven_zip import write_7z  # noqa: PLC0415 - of one format

        write_7z(list(files), target, password, level)
    elif form.startswith("tar"):
        _tar(files, target, form, level)
    else:
        with _compressor(target, form, level) as made, files[0][0].open("rb") as source:
            shutil.copyfileobj(source, made, 1 << 20)


def _zip(files: Files, target: Path, password: str | None, level: int) -> None:
    import pyzipper  # noqa: PLC0415 - of one format

    kind = pyzipper.ZIP_DEFLATED if level else pyzipper.ZIP_STORED
    encryption: dict[str, Any] = {"encryption": pyzipper.WZ_AES} if password is not None else {}
    with pyzipper.AESZipFile(
        target, "w", compression=kind, compresslevel=level or None, **encryption
    ) as archive:
        if password is not None:
            archive.setpassword(password.encode())
            archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for path, name in files:
            archive.write(path, name)


def _tar(files: Files, target: Path, form: ArchiveFormat, level: int) -> None:
    with _compressor(target, form, level) as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
        for path, name in files:
            info = tarfile.TarInfo(name)
            info.size = path.stat().st_size
            info.mtime = int(path.stat().st_mtime)
            with path.open("rb") as source:
                archive.addfile(info, source)


def _compressor(target: Path, form: ArchiveFormat, level: int) -> BinaryIO:
    opened: Any
    match form.rpartition(".")[2]:
        case "gz":
            import gzip  # noqa: PLC0415 - of one format

            opened = gzip.GzipFile(target, "wb", compresslevel=level)
        case "bz2":
            import bz2  # noqa: PLC0415 - of one format

            opened = bz2.open(target, "wb", compresslevel=max(level, 1))  # noqa: SIM115 - the caller closes it
        case "xz":
            import lzma  # noqa: PLC0415 - of one format

            opened = lzma.open(target, "wb", preset=min(level, 6))  # noqa: SIM115 - the caller closes it
        case "zst":
            import zstandard  # noqa: PLC0415 - of one format

            opened = zstandard.ZstdCompressor(level=max(level, 1)).stream_writer(
                target.open("wb"), closefd=True
            )
        case _:
            opened = io.BufferedWriter(io.FileIO(target, "wb"))
    return opened  # type: ignore[no-any-return] # each is a writer of bytes
