import gzip
import io
import json
import tarfile
import zipfile
from typing import Any

import pytest

FILES = {"a.txt": b"first", "sub/b.csv": b"a,b\n1,2\n"}


def unpacked(answer: Any) -> dict[str, bytes]:
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "7z"])
def test_every_format(call: Any, create: Any, form: str) -> None:
    content = create({"x": b"first", "y": b"a,b\n1,2\n"}, format=form, paths=list(FILES)).content
    assert unpacked(call("extract", content)) == FILES
    assert unpacked(call("extract", content, pattern=["*.csv"])) == {"sub/b.csv": FILES["sub/b.csv"]}


def test_a_single_file(call: Any) -> None:
    assert unpacked(call("extract", gzip.compress(b"first"), name="a.txt.gz")) == {"a.txt": b"first"}


@pytest.mark.parametrize("form", ["zip", "7z"])
def test_passwords(call: Any, create: Any, form: str) -> None:
    content = create({"a.txt": b"first"}, format=form, password="s3cret").content
    assert unpacked(call("extract", content, password="s3cret")) == {"a.txt": b"first"}
    for fields in ({}, {"password": "wrong"}):
        assert call("extract", content, **fields).json()["error"]["code"] == "ARCHIVE_PASSWORD_WRONG"


def test_paths_that_leave_the_folder(call: Any) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name in ("../../etc/passwd", "/abs/x", "C:\\win\\y", "ok"):
            info = tarfile.TarInfo(name)
            info.size = 1
            archive.addfile(info, io.BytesIO(b"x"))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    answer = call("extract", made.getvalue())
    assert set(unpacked(answer)) == {"etc/passwd", "abs/x", "C_/win/y", "ok"}
    warnings = json.loads(answer.headers["x-report"])["warnings"]
    assert (len(warnings), "1 links" in warnings[-1]) == (4, True)


def bomb(form: str) -> bytes:
    made = io.BytesIO()
    if form == "zip":
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("zeros", bytes(60 << 20))
    elif form == "gz":
        return gzip.compress(bytes(60 << 20))
    else:
        with tarfile.open(fileobj=made, mode="w:gz") as archive_:
            info = tarfile.TarInfo("zeros")
            info.size = 60 << 20
            archive_.addfile(info, io.BytesIO(bytes(60 << 20)))
    return made.getvalue()


@pytest.mark.parametrize("form", ["zip", "gz", "tar.gz"])
def test_bombs_are_refused(call: Any, form: str) -> None:
    content = bomb(form)
    assert len(content) < 1 << 20
    error = call("extract", content, max_bytes=50 << 20).json()["error"]
    assert (error["code"], "50 MiB" in error["message"]) == ("ARCHIVE_TOO_LARGE", True)


def test_a_bomb_that_lies_about_its_size(call: Any) -> None:
    content = bomb("zip").replace((60 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    code = call("extract", content, max_bytes=1 << 20).json()["error"]["code"]
    assert code in ("ARCHIVE_DAMAGED", "ARCHIVE_TOO_LARGE")


def test_nothing_matches(call: Any, create: Any) -> None:
    error = call("extract", create(FILES).content, pattern=["*.pdf"]).json()["error"]
    assert error["code"] == "ARCHIVE_ENTRY_NOT_FOUND"
    assert "It has a.txt" in error["message"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"hello", "ARCHIVE_FORMAT_UNKNOWN"), (gzip.compress(b"x" * 999, mtime=0)[:-9], "ARCHIVE_DAMAGED")],
)
def test_no_archive(call: Any, content: bytes, code: str) -> None:
    assert call("extract", content).json()["error"]["code"] == code
