"""Uploads that are refused before they end."""

import json
import socket
from http.client import HTTPResponse

import httpx
import pytest

PART = '--edge\r\nContent-Disposition: form-data; name="file"; filename="long.csv"\r\n\r\n'


@pytest.mark.parametrize(
    ("path", "kind", "head"),
    [
        ("/convert?to=json", "text/csv", ""),
        ("/convert", "multipart/form-data; boundary=edge", PART),
        ("/tables/select", "multipart/form-data; boundary=edge", PART),
    ],
)
def test_an_endless_row_is_refused_while_it_arrives(
    client: httpx.Client, path: str, kind: str, head: str
) -> None:
    """The file is said to have a gigabyte, and only the beginning of its third row is ever sent."""
    base = client.base_url
    lines = [f"POST /api/v1/data{path} HTTP/1.1", "Host: data", f"Content-Type: {kind}"]
    lines += ["Content-Length: 1000000000", "", ""]
    body = head.encode() + b"id,name\n1,Ada\n2," + b"x" * (18 << 20)
    with socket.create_connection((base.host, base.port or 80), timeout=60) as connection:
        connection.sendall("\r\n".join(lines).encode() + body)
        with HTTPResponse(connection) as answer:
            answer.begin()
            error = json.loads(answer.read())["error"]
    assert (answer.status, error["code"]) == (413, "LINE_TOO_LONG")
    assert error["message"].startswith("Row 3 of 'file' is longer than 16 MiB.")
