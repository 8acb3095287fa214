"""The service over a real socket: its examples, its files, and what its log says of secrets."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from flowforge_crypto.app import app
from servicekit.testing import serve, serve_process

KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
ROOT = "/api/v1/crypto"
RAW = {"Content-Type": "application/octet-stream"}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serve(app) as url, httpx.Client(base_url=url, timeout=60) as opened:
        yield opened


def test_every_example_answers_2xx(client: httpx.Client) -> None:
    tried = 0
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, described in methods.items():
            if "x-example-needs" in described:
                continue  # tests/operations/keys has what they need
            body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
            answer = client.request(method.upper(), path, json=body.get("example"))
            assert answer.status_code == 200, (path, answer.text)
            tried += 1
    assert tried >= 10


def test_a_file_is_hashed_raw_and_as_multipart(client: httpx.Client) -> None:
    content = os.urandom(3_000_000)
    raw = client.post(f"{ROOT}/hash?algorithm=sha512", content=content, headers=RAW)
    form = client.post(f"{ROOT}/hash", files={"file": ("a.bin", content)}, data={"algorithm": "sha512"})
    assert raw.json() == form.json()
    assert raw.json()["hash"] == hashlib.sha512(content).hexdigest()


def test_a_file_is_encrypted_and_decrypted(client: httpx.Client) -> None:
    content = os.urandom(5_000_000)
    secrets = {"passphrase": "correct horse", "associated_data": "row 7"}
    sealed = client.post(f"{ROOT}/encrypt-file", files={"file": ("a.pdf", content)}, data=secrets)
    assert sealed.status_code == 200
    assert 'filename="a.pdf.ffe"' in sealed.headers["content-disposition"]
    opened = client.post(f"{ROOT}/decrypt-file", files={"file": ("a.pdf.ffe", sealed.content)}, data=secrets)
    assert opened.content == content
    assert 'filename="a.pdf"' in opened.headers["content-disposition"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda sealed: sealed[:-1], "CIPHERTEXT_TRUNCATED"),
        (lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]), "CIPHERTEXT_TAMPERED"),
        (lambda sealed: b"FFE\x07" + sealed[4:], "ENVELOPE_VERSION_UNKNOWN"),
    ],
)
def test_nothing_of_a_damaged_file_is_sent(client: httpx.Client, change: object, code: str) -> None:
    content = b"plaintext" * 100_000
    sealed = client.post(f"{ROOT}/encrypt-file", files={"file": content}, data={"key": KEY}).content
    assert callable(change)
    answer = client.post(f"{ROOT}/decrypt-file", files={"file": change(sealed)}, data={"key": KEY})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert b"plaintextplaintext" not in answer.content


def test_no_secret_is_logged_measured_or_repeated(tmp_path: Path) -> None:
    secret = "hunter2-is-the-secret"
    requests = [
        ("hmac", {"text": secret, "key": secret}),
        ("hmac", {"text": "", "key": secret, "key_encoding": "hex"}),
        ("hmac", {"text": "", "key": {"nested": secret}}),
        ("encrypt", {"text": secret, "key": secret}),
        ("encrypt", {"text": secret, "passphrase": secret, "algorithm": secret}),
        ("encrypt", {"text": secret, "passphrase": secret}),
        ("decrypt", {"ciphertext": "RkZFAQ==", "passphrase": secret}),
        ("decrypt", {"ciphertext": secret, "passphrase": secret}),
    ]
    with (
        serve_process("flowforge_crypto.app:app", tmp_path) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        for path, body in requests:
            answer = client.post(f"{ROOT}/{path}", json=body)
            assert answer.status_code in (200, 422)
            assert secret not in answer.text
        raw = client.post(f"{ROOT}/encrypt-file?passphrase={secret}", content=b"data", headers=RAW)
        assert raw.status_code in (200, 422)
        assert secret not in client.get("/metrics").text
        assert "crypto.encrypt" in server.log_text
        assert secret not in server.log_text
