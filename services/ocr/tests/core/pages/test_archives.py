import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from flowforge_ocr.core.pages import archives
from flowforge_ocr.core.pages.archives import ArchiveTooLarge, DamagedArchive, TooManyFiles, unpacked


def zipped(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_files_of_archives_take_their_place(spooled: Any, tmp_path: Path) -> None:
    archive = zipped(("a/one.png", b"1"), ("__MACOSX/a/._one.png", b"x"), ("two.pdf", b"22"))
    found = unpacked([spooled(b"first", "first.png"), spooled(archive, "scans.zip")], tmp_path)
    assert [(file.name, file.content) for file in found] == [
        ("first.png", b"first"),
        ("a/one.png", b"1"),
        ("two.pdf", b"22"),
    ]


def test_a_name_that_leads_out_of_the_folder_writes_nothing_there(spooled: Any, tmp_path: Path) -> None:
    (file,) = unpacked([spooled(zipped(("../../evil.png", b"1")), "a.zip")], tmp_path / ".")
    assert file.path.is_relative_to(tmp_path)


def test_too_many_files_are_refused(spooled: Any, tmp_path: Path) -> None:
    many = zipped(*((f"{at}.png", b"1") for at in range(51)))
    with pytest.raises(TooManyFiles, match="51 files"):
        unpacked([spooled(many, "a.zip")], tmp_path)


def test_a_damaged_archive_is_named(spooled: Any, tmp_path: Path) -> None:
    broken = zipped(("one.png", b"1" * 1000))[:-20]
    with pytest.raises(DamagedArchive, match=r"'broken\.zip'"):
        unpacked([spooled(broken, "broken.zip")], tmp_path)


def test_a_bomb_is_stopped(spooled: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_BYTES", 1 << 20)
    with pytest.raises(ArchiveTooLarge, match="1048576 bytes"):
        unpacked([spooled(zipped(("one.png", bytes(2 << 20))), "a.zip")], tmp_path)
