import base64
from collections.abc import Callable

import httpx
import pytest

TUS = {"Tus-Resumable": "1.0.0"}


def test_an_upload_begins_empty(ann: httpx.Client) -> None:
    answer = ann.post("/api/v1/files/uploads", headers=TUS | {"Upload-Length": "10"})
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "0")
    assert answer.headers["upload-expires"].endswith("GMT")
    assert "file-id" not in answer.headers


def test_its_beginning_may_come_along(ann: httpx.Client) -> None:
    headers = TUS | {"Upload-Length": "10", "Content-Type": "application/offset+octet-stream"}
    answer = ann.post("/api/v1/files/uploads", headers=headers, content=b"0123456789")
    assert ann.get(f"/api/v1/files/{answer.headers['file-id']}/content").content == b"0123456789"


def test_zero_bytes_are_complete_at_once(ann: httpx.Client) -> None:
    answer = ann.post("/api/v1/files/uploads", headers=TUS | {"Upload-Length": "0"})
    assert ann.get(f"/api/v1/files/{answer.headers['file-id']}").json()["bytes"] == 0


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Upload-Length": "-1"}, "VALIDATION_ERROR"),
        ({"Upload-Length": "many"}, "VALIDATION_ERROR"),
        ({}, "UPLOAD_LENGTH_MISSING"),
        ({"Upload-Length": "1", "Upload-Defer-Length": "1"}, "UPLOAD_LENGTH_MISSING"),
        ({"Upload-Length": "1", "Upload-Concat": "final;/a"}, "UPLOAD_LENGTH_MISSING"),
        ({"Upload-Defer-Length": "2"}, "VALIDATION_ERROR"),
        ({"Upload-Concat": "final;"}, "UPLOAD_CONCAT_INVALID"),
        ({"Upload-Concat": "final;/a/x /b/x"}, "UPLOAD_CONCAT_INVALID"),
        ({"Upload-Concat": "middle"}, "UPLOAD_CONCAT_INVALID"),
        ({"Upload-Length": "1", "Upload-Metadata": "filename ?"}, "UPLOAD_METADATA_INVALID"),
        (
            {"Upload-Length": "1", "Upload-Metadata": "expires_in_hours " + base64.b64encode(b"x").decode()},
            "UPLOAD_METADATA_INVALID",
        ),
    ],
)
def test_a_strange_request_is_refused(ann: httpx.Client, headers: dict[str, str], code: str) -> None:
    answer = ann.post("/api/v1/files/uploads", headers=TUS | headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_the_whole_length_counts_against_the_quota(caller: Callable[..., httpx.Client]) -> None:
    with caller("fritz", "basic") as fritz:
        headers = TUS | {"Upload-Length": "2000000"}
        assert fritz.post("/api/v1/files/uploads", headers=headers).status_code == 201
        answer = fritz.post("/api/v1/files/uploads", headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "FILE_QUOTA_EXCEEDED")


def test_more_than_can_be_kept_is_too_long(ann: httpx.Client) -> None:
    answer = ann.post("/api/v1/files/uploads", headers=TUS | {"Upload-Length": str((1 << 40) + 1)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "UPLOAD_TOO_LONG")
