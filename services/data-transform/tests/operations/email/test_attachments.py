import base64
import io
import zipfile
from typing import Any

import httpx


def attachments(client: httpx.Client, content: bytes, **fields: Any) -> httpx.Response:
    file = {"base64": base64.b64encode(content).decode(), "name": "m.eml"}
    return client.post("/api/v1/data/email/attachments", json={"file": file, **fields})


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_all_and_without_pictures(client: httpx.Client, message: bytes) -> None:
    assert names(attachments(client, message)) == ["logo.png", "Größe.csv", "logo-2.png", "Inner.eml"]
    assert names(attachments(client, message, inline=False)) == ["Größe.csv", "logo.png", "Inner.eml"]


def test_a_message_without(client: httpx.Client) -> None:
    error = attachments(client, b"Subject: x\n\nhi").json()["error"]
    assert (error["code"], error["details"][0]["field"]) == ("MESSAGE_WITHOUT_ATTACHMENTS", "file")


def test_no_message(client: httpx.Client) -> None:
    assert attachments(client, b"hello").json()["error"]["code"] == "MESSAGE_UNREADABLE"
