import io
import zipfile
from typing import Any

import pytest


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz", "tar.xz", "tar.zst", "7z"])
def test_entries(call: Any, create: Any, form: str) -> None:
    content = create({"a.txt": b"first", "b.csv": b"1,2\n"}, format=form).content
    found = call("list", content).json()
    assert (found["format"], found["files"], found["bytes"], found["encrypted"]) == (form, 2, 9, False)
    assert [(one["name"], one["bytes"], one["kind"]) for one in found["entries"]] == [
        ("a.txt", 5, "file"), ("b.csv", 4, "file"),
    ]  # fmt: skip


def test_a_single_file(call: Any, create: Any) -> None:
    content = create({"a.txt": b"first"}, format="zst").content
    found = call("list", content, name="a.txt.zst").json()
    assert (found["format"], found["entries"][0]["name"], found["bytes"]) == ("zst", "a.txt", None)


def test_encrypted(call: Any, create: Any) -> None:
    for form in ("zip", "7z"):
        content = create({"a.txt": b"first"}, format=form, password="x").content
        assert call("list", content).json()["encrypted"] is True


def test_many_entries(call: Any) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), b"")
    error = call("list", made.getvalue()).json()["error"]
    assert (error["code"], "10,000 files" in error["message"]) == ("ARCHIVE_TOO_LARGE", True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"hello", "ARCHIVE_FORMAT_UNKNOWN"),
        (b"PK\x03\x04" + b"x" * 50, "ARCHIVE_DAMAGED"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "ARCHIVE_DAMAGED"),
    ],
)
def test_no_archive(call: Any, content: bytes, code: str) -> None:
    assert call("list", content).json()["error"]["code"] == code
