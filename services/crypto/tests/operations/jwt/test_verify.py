import hmac
import http.server
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import httpx
import pytest

from flowforge_crypto.core.keys.jwk import write
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.jwt.sign import SignJwtRequest, sign_jwt
from servicekit.testing import serve_process

KEY = generate("ec-p256")
OTHER = generate("ec-p256")
SET = json.dumps(
    {"keys": [write(OTHER.public_key()) | {"kid": "k0"}, write(KEY.public_key()) | {"kid": "k1"}]}
)
PATH = "/api/v1/crypto/jwt/verify"
# RFC 7515, appendix A.1: the token expired in 2011.
EXPIRED = {
    "token": "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0"
    "dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "secret": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "secret_encoding": "base64url",
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = SET.encode() if self.path == "/jwks.json" else b"<html>"
            self.send_response(200 if self.path != "/missing" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    allowed = {"FLOWFORGE_FETCH_ALLOW_PRIVATE": "true"}
    folder = tmp_path_factory.mktemp("service")
    with (
        serve_process("flowforge_crypto.app:app", folder, environment=allowed) as server,
        httpx.Client(base_url=server.url, timeout=30) as opened,
    ):
        yield opened


def token(**values: object) -> str:
    fields = {"key": write_key(KEY, "pem"), "expires_in_seconds": 60, "header": {"kid": "k1"}}
    return sign_jwt(SignJwtRequest(**fields | values)).token


def test_a_published_token_that_has_expired(client: httpx.Client) -> None:
    assert client.post(PATH, json=EXPIRED).json()["reason"] == "expired"
    changed = EXPIRED | {"token": EXPIRED["token"][:-2] + "AA"}
    assert client.post(PATH, json=changed).json()["reason"] == "signature"


def test_a_valid_token_shows_its_claims(client: httpx.Client) -> None:
    body = {
        "token": token(claims={"sub": "42", "iss": "us", "aud": ["app"]}),
        "key": write_key(KEY.public_key(), "pem"),
        "issuer": "us",
        "audience": "app",
        "subject": "42",
    }
    answer = client.post(PATH, json=body).json()
    assert (answer["valid"], answer["claims"]["sub"], answer["header"]["kid"]) == (True, "42", "k1")
    for change in ({"issuer": "them"}, {"audience": "other"}, {"audience": None}, {"subject": "43"}):
        refused = client.post(PATH, json=body | change).json()
        assert (refused["valid"], refused["reason"]) == (False, next(iter(change)))
        assert refused["claims"] is None


def test_exp_is_required_unless_told_otherwise(client: httpx.Client) -> None:
    body = {"token": token(expires_in_seconds=None), "key": write_key(KEY.public_key(), "jwk")}
    assert client.post(PATH, json=body).json()["reason"] == "missing_claim"
    assert client.post(PATH, json=body | {"required_claims": []}).json()["valid"]


def test_a_key_set_by_value(client: httpx.Client) -> None:
    assert client.post(PATH, json={"token": token(), "jwks": SET}).json()["valid"]
    assert client.post(PATH, json={"token": token(header={}), "jwks": SET}).json()["valid"]
    other = client.post(PATH, json={"token": token(header={"kid": "k9"}), "jwks": SET}).json()
    assert other["reason"] == "key"


def test_a_key_set_by_url_is_fetched_once(client: httpx.Client, issuer: tuple[str, list[str]]) -> None:
    url, asked = issuer
    for _ in range(3):
        answer = client.post(PATH, json={"token": token(), "jwks_url": f"{url}/jwks.json"})
        assert answer.json()["valid"], answer.text
    assert asked.count("/jwks.json") == 1


def test_a_url_that_gives_no_set(client: httpx.Client, issuer: tuple[str, list[str]]) -> None:
    answer = client.post(PATH, json={"token": token(), "jwks_url": f"{issuer[0]}/page.html"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "JWKS_UNREADABLE")
    answer = client.post(PATH, json={"token": token(), "jwks_url": f"{issuer[0]}/missing"})
    assert 400 <= answer.status_code < 503
    assert "error" in answer.json()


def test_what_is_no_token(client: httpx.Client) -> None:
    for text in ("", "hello", "a.b.c", "e30.e30.e30"):
        assert client.post(PATH, json={"token": text, "secret": "x"}).json()["reason"] in (
            "malformed",
            "algorithm",
        )


def test_errors(client: httpx.Client) -> None:
    for body, code in (
        ({"token": "x"}, "VALIDATION_ERROR"),
        ({"token": "e30.", "jwks": "[]"}, "JWKS_UNREADABLE"),
        ({"token": "e30.", "key": "hello"}, "KEY_UNREADABLE"),
        ({"token": "e30.", "secret": "x", "secret_encoding": "hex"}, "TEXT_UNDECODABLE"),
        ({"token": "e30.", "key": write_key(generate("ml-dsa-44"), "pem")}, "KEY_TYPE_UNSUITABLE"),
        ({"token": "e30.", "key": write_key(KEY, "pem", "words")}, "KEY_ENCRYPTED"),
    ):
        assert client.post(PATH, json=body).json()["error"]["code"] == code


def test_several_audiences(client: httpx.Client) -> None:
    for audience, valid in ((["us", "them"], True), ("them", True), (["nobody"], False), ([], False)):
        body = {"token": token(claims={"aud": ["them"]}), "jwks": SET, "audience": audience}
        answer = client.post(PATH, json=body).json()
        assert (answer["valid"], answer["reason"]) == (valid, None if valid else "audience")


def test_a_short_secret_is_told(client: httpx.Client) -> None:
    """RFC 7515 signed with "secret", as many tutorials do."""
    text = (
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9."
        + urlsafe_b64encode(hmac.digest(b"secret", b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9", "sha256"))
        .rstrip(b"=")
        .decode()
    )
    body = {"token": text, "secret": "secret", "required_claims": []}
    answer = client.post(PATH, json=body).json()
    assert (answer["valid"], answer["weak"]) == (True, True)


def test_a_key_for_another_use(client: httpx.Client) -> None:
    for terms, code in (
        ({"use": "enc"}, "KEY_USE_MISMATCH"),
        ({"key_ops": ["deriveKey"]}, "KEY_USE_MISMATCH"),
    ):
        body = {"token": token(), "key": json.dumps(write(KEY.public_key()) | terms)}
        assert client.post(PATH, json=body).json()["error"]["code"] == code
    body = {"token": token(), "key": json.dumps(write(KEY.public_key()) | {"alg": "ES256K"})}
    assert client.post(PATH, json=body).json()["reason"] == "algorithm"
