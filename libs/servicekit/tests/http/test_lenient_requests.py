"""What form tools send without being asked is read as it was meant; text that is data stays as it is."""

import base64
import gzip
import json
import zlib
from typing import Any

import httpx
import pytest

CONTENT = b"some file content"
ENCODED = base64.b64encode(CONTENT).decode()
FORM = {"content-type": "application/x-www-form-urlencoded"}


def read(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    given: dict[str, Any] = answer.json()["given"]
    return given


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ({"text": "a", "secret": ""}, {"text": "a"}),
        ({"text": "", "secret": ""}, {}),
        ({"text": "", "secret": "", "exact": "on"}, {"text": "", "exact": True}),
        ({"text": "a", "count": "", "ratio": " ", "format": ""}, {"text": "a"}),
        ({"count": None, "exact": None, "format": None, "numbers": None}, {}),
        ({"ratio": None}, {"ratio": None}),
        ({"format": " JPEG ", "gravity": "North"}, {"format": "jpeg", "gravity": "north"}),
        ({"format": "jpg", "gravity": "centre"}, {"format": "jpeg", "gravity": "center"}),
        ({"format": "SHA-512/256"}, {"format": "sha512-256"}),
        ({"count": " 12 ", "exact": " No ", "ratio": "0.5"}, {"count": 12, "exact": False, "ratio": 0.5}),
        ({"turn": "90", "size": " AUTO "}, {"turn": 90, "size": "auto"}),
        ({"size": "12"}, {"size": 12}),
        ({"text": 123456, "secret": 1.10}, {"text": "123456", "secret": "1.1"}),
        ({"text": " Spaces and Case "}, {"text": " Spaces and Case "}),
        ({"numbers": "1, 2,3", "formats": "PNG,jpg"}, {"numbers": [1, 2, 3], "formats": ["png", "jpeg"]}),
        ({"numbers": "[1,2]", "names": '["a,b"]'}, {"numbers": [1, 2], "names": ["a,b"]}),
        ({"numbers": 5, "names": "a,b"}, {"numbers": [5], "names": ["a", "b"]}),
        ({"names": "Hello, world"}, {"names": ["Hello, world"]}),
        ({"names": "rgb(1,2,3),red"}, {"names": ["rgb(1,2,3)", "red"]}),
        ({"colour": "red"}, {"color": "red"}),
        (
            {"steps": [{"step": "TO_GREY", "width": "", "colour": "red"}]},
            {"steps": [{"step": "to-gray", "color": "red"}]},
        ),
        ({"steps": '[{"step": "resize", "width": "8"}]'}, {"steps": [{"step": "resize", "width": 8}]}),
        ({"data": {"a": "", "b": None, "c": " X "}}, {"data": {"a": "", "b": None, "c": " X "}}),
    ],
)
def test_values_are_read_as_they_were_meant(
    sample: httpx.Client, sent: dict[str, Any], meant: dict[str, Any]
) -> None:
    assert read(sample.post("/kinds", json=sent)) == meant
    if all(isinstance(value, (str, int)) for value in sent.values()):
        assert read(sample.post("/kinds", data=sent)) == meant
        parts = {name: (None, str(value)) for name, value in sent.items()}
        assert read(sample.post("/kinds", files=parts)) == meant


def test_digits_of_a_number_given_for_a_text_are_kept(sample: httpx.Client) -> None:
    body = b'{"text": 19.90, "secret": 12345678901234567890123}'
    answer = sample.post("/kinds", content=body, headers={"content-type": "application/json"})
    assert read(answer) == {"text": "19.90", "secret": "12345678901234567890123"}


def test_a_list_is_a_repeated_field_too(sample: httpx.Client) -> None:
    given = {"numbers": ["1", "2"], "names": ["a,b", "c"], "formats": ["JPG", "png"]}
    meant = {"numbers": [1, 2], "names": ["a,b", "c"], "formats": ["jpeg", "png"]}
    assert read(sample.post("/kinds", data=given)) == meant
    raw = sample.post("/kinds", params=given, content=CONTENT, headers={"content-type": "image/png"})
    assert read(raw) == meant
    assert raw.json()["content"] == CONTENT.decode()


@pytest.mark.parametrize(
    "content_type", ["", "text/json", "text/plain", "TEXT/PLAIN; charset=UTF-8", FORM["content-type"]]
)
def test_json_is_read_under_types_that_mean_no_file(sample: httpx.Client, content_type: str) -> None:
    headers = {"content-type": content_type} if content_type else {}
    for body in (b' {"text": "a"}', b'\xef\xbb\xbf{"text": "a"}', '\ufeff{"text": "a"}'.encode("utf-16-le")):
        assert read(sample.post("/kinds", content=body, headers=headers)) == {"text": "a"}
        assert sample.post("/echo", content=body, headers=headers).json()["text"] == "a"


def test_json_sent_as_json_text(sample: httpx.Client) -> None:
    assert read(sample.post("/kinds", json=json.dumps({"text": "a"}))) == {"text": "a"}


@pytest.mark.parametrize(
    "file", [ENCODED, f" {ENCODED}\n", f"data:text/plain;base64,{ENCODED}", "data:,some%20file%20content"]
)
def test_a_file_is_taken_as_text(sample: httpx.Client, file: str) -> None:
    for answer in (
        sample.post("/kinds", json={"file": file, "text": ""}),
        sample.post("/kinds", json={"file": {"base64": file, "url": "", "file_id": ""}}),
        sample.post("/kinds", data={"file": file, "text": ""}),
        sample.post("/kinds", files={"file": (None, file)}),
    ):
        assert answer.status_code == 200, answer.text
        assert answer.json() == {"given": {}, "content": CONTENT.decode()}


@pytest.mark.parametrize("name", ["data", "file", "attachment"])
def test_the_only_file_part_is_the_only_file(sample: httpx.Client, name: str) -> None:
    if name == "data":  # a field of this operation; n8n's name where there is none
        answer = sample.post("/measure", files={"data": ("a.txt", CONTENT)})
        assert answer.json()["bytes"] == len(CONTENT)
        return
    answer = sample.post("/kinds", files={name: ("a.txt", CONTENT)})
    assert answer.json()["content"] == CONTENT.decode()


@pytest.mark.parametrize("content", [CONTENT, b"\xff\xfe\x00", b"\x00\xff" * 100_000])
def test_a_file_part_without_a_file_name(sample: httpx.Client, content: bytes) -> None:
    typed = b'--b\r\nContent-Disposition: form-data; name="file"\r\nContent-Type: image/png\r\n\r\n'
    untyped = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
    headers = {"content-type": "multipart/form-data; boundary=b"}
    for head in (typed, untyped) if content is not CONTENT else (typed,):
        answer = sample.post("/measure", content=head + content + b"\r\n--b--\r\n", headers=headers)
        assert answer.json()["bytes"] == len(content), answer.text


def test_a_file_of_exactly_the_limit_is_taken(sample: httpx.Client) -> None:
    files = {"picture": ("a.png", b"x" * 1000, "image/png")}
    assert sample.post("/gather", files=files).status_code == 200


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:])),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("identity", bytes),
    ],
)
def test_compressed_bodies_are_decoded(sample: httpx.Client, coding: str, pack: Any) -> None:
    encoding = {"content-encoding": coding}
    body = json.dumps({"text": "a" * 100_000}).encode()
    answer = sample.post("/kinds", content=pack(body), headers=encoding | {"content-type": "text/plain"})
    assert read(answer) == {"text": "a" * 100_000}
    content = CONTENT * 100_000
    raw = encoding | {"content-type": "application/octet-stream"}
    assert sample.post("/measure", content=pack(content), headers=raw).json()["bytes"] == len(content)
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    form = encoding | {"content-type": "multipart/form-data; boundary=b"}
    answer = sample.post("/measure", content=pack(part + content + b"\r\n--b--\r\n"), headers=form)
    assert answer.json()["bytes"] == len(content)


@pytest.mark.parametrize(
    ("coding", "body", "status", "code"),
    [
        ("gzip", gzip.compress(b'{"text": "' + b"a" * 10_000_000 + b'"}', mtime=0), 413, "PAYLOAD_TOO_LARGE"),
        ("gzip", b"no gzip", 400, "MALFORMED_BODY"),
        ("gzip", gzip.compress(b'{"text": "a"}', mtime=0)[:-4], 400, "MALFORMED_BODY"),
        ("gzip", gzip.compress(b'{"text": "a"}', mtime=0) + b"more", 400, "MALFORMED_BODY"),
        ("deflate", b"x", 400, "MALFORMED_BODY"),
        ("br", b"{}", 415, "UNSUPPORTED_CONTENT_ENCODING"),
        ("gzip, gzip", b"{}", 415, "UNSUPPORTED_CONTENT_ENCODING"),
    ],
)
def test_bombs_and_damaged_or_unknown_encodings_are_refused(
    sample: httpx.Client, coding: str, body: bytes, status: int, code: str
) -> None:
    headers = {"content-encoding": coding, "content-type": "application/json"}
    answer = sample.post("/echo", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_every_field_that_a_message_names_is_in_the_details(sample: httpx.Client) -> None:
    answer = sample.post("/kinds", json={"file": ENCODED, "text": "a"})
    error = answer.json()["error"]
    assert error["message"] == "give 'file' or 'text', not both."
    assert [detail["field"] for detail in error["details"]] == ["file", "text"]
    spoken = sample.post("/echo", json={"text": "unspeakable"}).json()["error"]
    assert [detail["field"] for detail in spoken["details"]] == ["text"]
    unread = sample.post("/measure", json={"file": "!!!"}).json()["error"]
    assert [detail["field"] for detail in unread["details"]] == ["file"]


def test_items_of_a_list_may_be_named_with_brackets(sample: httpx.Client) -> None:
    """PHP, jQuery and OpenAI's clients send `names[]` once for each item."""
    pairs = "names%5B%5D=a&names%5B%5D=b%2Cc&numbers[]=1"
    meant = {"names": ["a", "b,c"], "numbers": [1]}
    assert read(sample.post("/kinds", content=pairs, headers=FORM)) == meant
    parts = [("names[]", (None, "a")), ("names[]", (None, "b,c")), ("numbers[]", (None, "1"))]
    assert read(sample.post("/kinds", files=parts)) == meant
