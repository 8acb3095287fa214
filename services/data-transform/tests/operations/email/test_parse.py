import base64
import hashlib
from typing import Any

import httpx
import pytest


def parse(client: httpx.Client, content: bytes | str, **fields: Any) -> Any:
    if isinstance(content, bytes):
        fields["file"] = {"base64": base64.b64encode(content).decode(), "name": "m.eml"}
    else:
        fields["text"] = content
    answer = client.post("/api/v1/data/email/parse", json=fields)
    return (
        answer.json() if answer.status_code == 200 else (answer.status_code, answer.json()["error"]["code"])
    )


def test_a_message_with_everything(client: httpx.Client, message: bytes) -> None:
    found = parse(client, message, include_content=True)
    assert found["sender"] == {"name": "Müller, Jürgen", "email": "jm@example.org"}
    assert [one["email"] for one in found["to"]] == ["ada@example.org", "bob@example.org"]
    assert (found["subject"], found["date"]) == ("Rechnung für März", "2024-02-29T10:30:00+01:00")
    assert (found["message_id"], found["references"]) == ("1@example.org", ["a@x", "b@x"])
    assert (found["text"], '<img src="cid:logo">' in found["html"]) == ("Grüße\n", True)
    assert [(one["name"], one["media_type"], one["inline"]) for one in found["attachments"]] == [
        ("logo.png", "image/png", True), ("Größe.csv", "text/csv", False),
        ("logo.png", "application/pdf", False), ("Inner.eml", "message/rfc822", False),
    ]  # fmt: skip
    csv = found["attachments"][1]
    content = base64.b64decode(csv["base64"])
    assert (content, csv["sha256"]) == (b"a,b\n1,2\n", hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\nx", {"subject": "Grüße", "text": "x"}),
        ("Subject: x\nDate: yesterday\n\n", {"date": None}),
        ("From: a@b.org\nContent-Type: text/plain; charset=klingon\n\nhi", {"text": "hi"}),
        ("From: broken <<a@b\nSubject: y\n\n", {"subject": "y"}),
        (
            "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhi",
            {"text": "hi"},
        ),
    ],
)
def test_odd_messages(client: httpx.Client, text: str, expected: dict[str, Any]) -> None:
    found = parse(client, text)
    assert {name: found[name] for name in expected} == expected


def test_text_in_windows_1252_is_told(client: httpx.Client) -> None:
    found = parse(client, b"From: a@b.org\nContent-Type: text/plain; charset=utf-8\n\nGr\xfc\xdfe")
    assert (found["text"], found["warnings"]) == ("Grüße", ["the text is not valid utf-8"])


def test_an_outlook_message(client: httpx.Client, outlook: bytes) -> None:
    found = parse(client, outlook)
    assert (found["subject"], found["to"]) == ("outer subject", [{"name": "", "email": "outer@foo.bar"}])
    assert found["text"].strip() == "Outer body"
    assert "attachment 1 is no file of its own" in found["warnings"][0]


@pytest.mark.parametrize(
    "content", ["hello world", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"\x00\x01\x02" * 50]
)
def test_no_message(client: httpx.Client, content: bytes | str) -> None:
    assert parse(client, content) == (422, "MESSAGE_UNREADABLE")


def test_deep_nesting(client: httpx.Client) -> None:
    text = "".join(
        f"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000)
    )
    found = parse(client, text)
    assert isinstance(found, dict) or found == (422, "MESSAGE_UNREADABLE")
