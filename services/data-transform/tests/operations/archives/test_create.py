import bz2
import gzip
import io
import lzma
import tarfile
from typing import Any

import py7zr
import pytest
import pyzipper
import zstandard

FILES = {"a.txt": b"first", "größe.csv": b"a,b\n1,2\n"}


def test_zip_with_and_without_password(create: Any) -> None:
    with pyzipper.AESZipFile(io.BytesIO(create(FILES).content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
    made = create(FILES, password="s3cret", paths=["x/a.txt", "b.csv"])
    with pyzipper.AESZipFile(io.BytesIO(made.content)) as archive:
        assert archive.namelist() == ["x/a.txt", "b.csv"]
        with pytest.raises(RuntimeError, match="password"):
            archive.read("b.csv")
        assert archive.read("b.csv", b"s3cret") == FILES["größe.csv"]
    assert b"first" not in made.content


@pytest.mark.parametrize("form", ["tar", "tar.gz", "tar.bz2", "tar.xz"])
def test_tar(create: Any, form: str) -> None:
    answer = create(FILES, format=form, name="backup")
    assert f'filename="backup.{form}"' in answer.headers["content-disposition"]
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
        assert {name: archive.extractfile(name).read() for name in archive.getnames()} == FILES  # type: ignore[union-attr] # regular files


def test_seven_zip(create: Any) -> None:
    made = create(FILES, format="7z", password="s3cret").content
    with py7zr.SevenZipFile(io.BytesIO(made), password="s3cret") as archive:
        assert sorted(archive.getnames()) == sorted(FILES)


@pytest.mark.parametrize(
    ("form", "unpack"),
    [
        ("gz", gzip.decompress), ("bz2", bz2.decompress), ("xz", lzma.decompress),
        ("zst", lambda content: zstandard.ZstdDecompressor().stream_reader(content).read()),
    ],
)  # fmt: skip
def test_single_files(create: Any, form: str, unpack: Any) -> None:
    answer = create({"a.txt": b"first" * 1_000}, format=form)
    assert unpack(answer.content) == b"first" * 1_000
    assert f'filename="a.txt.{form}"' in answer.headers["content-disposition"]


def test_names_are_made_safe_and_distinct(create: Any) -> None:
    made = create(FILES, paths=["../../x.txt", "x.txt"])
    with pyzipper.AESZipFile(io.BytesIO(made.content)) as archive:
        assert archive.namelist() == ["x.txt", "x-2.txt"]


@pytest.mark.parametrize(
    "fields",
    [{"format": "gz"}, {"paths": ["one"]}, {"format": "tar", "password": "x"}, {"format": "rar"}],
)
def test_bad_requests(create: Any, fields: dict[str, Any]) -> None:
    assert create(FILES, **fields).status_code == 422
