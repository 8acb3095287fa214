"""One request model, three encodings: JSON, multipart, and the file itself."""

import base64
import hashlib

import httpx
import pytest

CONTENT = b"hello file"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_json_is_validated_and_answered(sample: httpx.Client) -> None:
    answer = sample.post("/echo", json={"text": "hi", "times": 2, "tags": ["a"]})
    assert answer.status_code == 200
    assert answer.json() == {"text": "hihi", "tags": ["a"]}
    assert answer.headers["content-type"] == "application/json"


def test_no_body_is_an_empty_object(sample: httpx.Client) -> None:
    answer = sample.post("/engine")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/vnd.api+json", "application/json; charset=utf-8"]
)
def test_any_json_media_type_is_json(sample: httpx.Client, media_type: str) -> None:
    answer = sample.post("/echo", content=b'{"text": "hi"}', headers={"content-type": media_type})
    assert answer.json()["text"] == "hi"


@pytest.mark.parametrize(
    "encoded",
    [
        base64.b64encode(CONTENT).decode(),
        base64.urlsafe_b64encode(CONTENT).decode().rstrip("="),
        "\n".join(base64.b64encode(CONTENT).decode()),
        "data:text/plain;base64," + base64.b64encode(CONTENT).decode(),
    ],
)
def test_base64_in_all_its_spellings(sample: httpx.Client, encoded: str) -> None:
    answer = sample.post("/measure", json={"file": {"base64": encoded, "name": "a.txt"}})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["sha256"], answer.json()["media_type"]) == (DIGEST, "text/plain")


def test_multipart_takes_the_file_and_typed_fields(sample: httpx.Client) -> None:
    answer = sample.post(
        "/measure",
        files={"file": ("größe.txt", CONTENT, "text/plain")},
        data={"label": "5", "count": "3", "deep": '{"a": 1}', "tags": ["x", "y"]},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "name": "größe.txt",
        "media_type": "text/plain",
        "bytes": len(CONTENT),
        "sha256": DIGEST,
        "label": "5",
        "count": 3,
        "deep": {"a": 1},
        "tags": ["x", "y"],
        "read": len(CONTENT),
    }


def test_multipart_takes_a_list_as_json_text(sample: httpx.Client) -> None:
    answer = sample.post("/measure", files={"file": ("a", CONTENT)}, data={"tags": '["x", "y"]'})
    assert answer.json()["tags"] == ["x", "y"]


def test_multipart_takes_a_reference_as_json_text(sample: httpx.Client) -> None:
    parts = {"file": (None, '{"base64": "aGVsbG8gZmlsZQ=="}')}
    answer = sample.post("/measure", files=parts)
    assert answer.json()["sha256"] == DIGEST


def test_raw_body_takes_scalars_from_the_query(sample: httpx.Client) -> None:
    answer = sample.post(
        "/measure?label=x&count=3&tags=a&tags=b", content=CONTENT, headers={"content-type": "image/png"}
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["sha256"], found["label"], found["count"], found["tags"]) == (DIGEST, "x", 3, ["a", "b"])
    assert found["media_type"] == "image/png"


@pytest.mark.parametrize("way", ["raw", "multipart"])
def test_the_encoded_name_of_a_file_is_the_true_one(sample: httpx.Client, way: str) -> None:
    names = "filename=\"gr_n.txt\"; filename*=UTF-8''gr%C3%BCn.txt"
    if way == "raw":
        headers = {"content-type": "text/plain", "content-disposition": f"attachment; {names}"}
        answer = sample.post("/measure", content=CONTENT, headers=headers)
    else:
        part = f"--b\r\ncontent-disposition: form-data; name=file; {names}\r\n\r\nabc\r\n--b--\r\n"
        answer = sample.post(
            "/measure", content=part, headers={"content-type": "multipart/form-data; boundary=b"}
        )
    assert answer.json()["name"] == "grün.txt", answer.text


def test_large_files_arrive_whole(sample: httpx.Client) -> None:
    content = bytes(range(256)) * 40_000
    answer = sample.post("/measure", files={"file": ("a", content)})
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()
    assert answer.json()["read"] == len(content)
    answer = sample.post("/measure", content=content, headers={"content-type": "application/octet-stream"})
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()


def test_multipart_boundary_in_the_content_is_content(sample: httpx.Client) -> None:
    content = b"\r\n--boundar\r\n--boundary2\r\n" * 1000
    body = b'--boundary1\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + content
    body += b"\r\n--boundary1--\r\n"
    headers = {"content-type": "multipart/form-data; boundary=boundary1"}
    answer = sample.post("/measure", content=body, headers=headers)
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()


def test_path_query_and_store_work_together(sample: httpx.Client) -> None:
    assert sample.put("/notes/a%20b", json={"text": "milk"}).json()["version"] >= 1
    assert sample.get("/notes/a%20b", params={"shout": "true"}).json() == {"text": "MILK"}
    assert sample.delete("/notes/a%20b").status_code == 204
    assert sample.get("/notes/a%20b").json()["error"]["code"] == "SAMPLE_NO_SUCH_NOTE"


def test_head_answers_like_get_without_a_body(sample: httpx.Client) -> None:
    answer = sample.head("/health")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0
