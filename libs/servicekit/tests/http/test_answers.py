"""What a handler returns, in each form that a caller can ask for."""

import base64
import hashlib
import io
import json
import zipfile

import httpx
import pytest


@pytest.mark.parametrize("way", ["bytes", "path", "pieces"])
def test_a_file_comes_as_bytes_with_its_name_and_report(sample: httpx.Client, way: str) -> None:
    content = b"some text " * 50_000
    answer = sample.post("/upper", files={"file": ("a.txt", content)}, data={"way": way, "name": "grün.txt"})
    assert answer.status_code == 200, answer.text
    assert answer.content == content.upper()
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"gr_n.txt\"; filename*=UTF-8''gr%C3%BCn.txt"
    )
    assert json.loads(answer.headers["x-report"]) == {"bytes": len(content), "note": "fine"}


@pytest.mark.parametrize("way", ["bytes", "path", "pieces"])
def test_a_file_comes_as_base64_in_json(sample: httpx.Client, way: str) -> None:
    answer = sample.post(
        "/upper?output=base64", files={"file": ("a.txt", b"abc")}, data={"way": way, "name": "b.txt"}
    )
    assert answer.json() == {
        "file": {
            "name": "b.txt",
            "media_type": "text/plain",
            "bytes": 3,
            "sha256": hashlib.sha256(b"ABC").hexdigest(),
            "base64": base64.b64encode(b"ABC").decode(),
        },
        "report": {"bytes": 3, "note": "fine"},
    }


def test_a_stored_file_needs_a_store(sample: httpx.Client) -> None:
    answer = sample.post("/upper?output=file", json={"file": {"base64": "YWJj"}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "FILE_STORE_NOT_CONFIGURED")


def test_several_files_come_as_a_zip(sample: httpx.Client) -> None:
    parts = [("files", ("a.txt", b"first")), ("files", ("a.txt", b"second"))]
    answer = sample.post("/gather", files=parts)
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="gathered.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        assert {name: bundle.read(name) for name in bundle.namelist()} == {
            "a.txt": b"first",
            "2-a.txt": b"second",
        }


def test_a_zip_stores_what_is_compressed_already(sample: httpx.Client) -> None:
    kinds = {"a.svg": "image/svg+xml", "b.pdf": "application/pdf", "c.png": "image/png"}
    parts = [("files", (name, b"a" * 1000, kind)) for name, kind in kinds.items()]
    answer = sample.post("/gather", files=parts)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        stored = [each.filename for each in bundle.infolist() if each.compress_type == zipfile.ZIP_STORED]
    assert stored == ["b.pdf", "c.png"]


def test_several_files_come_as_a_list_in_json(sample: httpx.Client) -> None:
    parts = [("files", ("a.txt", b"first")), ("files", ("b.txt", b"second"))]
    found = sample.post("/gather?output=base64", files=parts).json()
    assert [(one["name"], base64.b64decode(one["base64"])) for one in found["files"]] == [
        ("a.txt", b"first"),
        ("b.txt", b"second"),
    ]
    assert found["report"] == {"count": 2}


def test_a_report_too_large_for_a_header_is_left_out(sample: httpx.Client) -> None:
    form = {"note": "ä" * 3000}
    answer = sample.post("/upper", files={"file": ("a.txt", b"abc")}, data=form)
    assert "x-report" not in answer.headers
    assert "output=base64" in answer.headers["x-report-omitted"]
    answer = sample.post("/upper?output=base64", files={"file": ("a.txt", b"abc")}, data=form)
    assert answer.json()["report"]["note"] == form["note"]


def test_an_error_before_the_first_piece_is_an_error(sample: httpx.Client) -> None:
    answer = sample.post("/upper", files={"file": ("a.txt", b"abc")}, data={"way": "fail_first"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLE_UNLUCKY")


def test_an_error_in_the_middle_never_ends_well_formed(sample: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        sample.post("/upper", files={"file": ("a.txt", b"a" * 200_000)}, data={"way": "fail_later"})


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"b\r\nX-Evil: 1', "\x00"])
def test_a_hostile_name_breaks_no_header(sample: httpx.Client, name: str) -> None:
    answer = sample.post("/upper", json={"file": {"base64": "YQ=="}, "name": name})
    assert answer.status_code == 200
    assert "x-evil" not in answer.headers
    plain = answer.headers["content-disposition"].partition('filename="')[2].partition('"')[0]
    assert "/" not in plain
    assert "\\" not in plain
