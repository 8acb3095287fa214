from importlib import resources

import httpx
import pytest

from flowforge_crypto.core.certificates.example import AUTHORITY, CERTIFICATE, CRL

LONG = resources.files("cryptography_vectors").joinpath("x509", "custom", "crl_almost_10k.pem").read_bytes()


def test_a_list_in_json(client: httpx.Client) -> None:
    shown = client.post("/x509/parse-crl", json={"crl": CRL, "issuer_certificate": AUTHORITY}).json()
    assert (shown["info"]["number"], shown["info"]["revoked_count"], shown["signed_by_issuer"]) == (
        "7",
        2,
        True,
    )
    assert [(one["serial_number"], one["reason"]) for one in shown["revoked"]] == [
        ("a1b2c", "keyCompromise"),
        ("a1b2d", None),
    ]
    other = client.post("/x509/parse-crl", json={"crl": CRL, "issuer_certificate": CERTIFICATE}).json()
    assert other["signed_by_issuer"] is False


def test_a_file_raw_and_as_form(client: httpx.Client) -> None:
    """The vector of the cryptography project has 9,999 entries."""
    raw = {"Content-Type": "application/octet-stream"}
    shown = client.post("/x509/parse-crl?limit=5", content=LONG, headers=raw).json()
    assert (shown["info"]["revoked_count"], len(shown["revoked"])) == (9999, 5)
    fields = {"serial_numbers": '["27:0f", "ffffff"]'}
    form = client.post("/x509/parse-crl", files={"file": ("a.crl", LONG)}, data=fields).json()
    assert [one["serial_number"] for one in form["revoked"]] == ["270f"]
    last = client.post("/x509/parse-crl", files={"file": LONG}, data={"first": "9998"}).json()
    assert [one["serial_number"] for one in last["revoked"]] == ["270f"]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"crl": "hello"}, "CRL_UNREADABLE", "'crl'"),
        ({"file": {"base64": "aGVsbG8="}}, "CRL_UNREADABLE", "'file'"),
        ({"crl": CRL, "issuer_certificate": "x"}, "CERTIFICATE_UNREADABLE", "'issuer_certificate'"),
        ({}, "VALIDATION_ERROR", "'file' and 'crl'"),
        ({"crl": CRL, "serial_numbers": ["xyz"]}, "VALIDATION_ERROR", "serial_numbers"),
    ],
)
def test_refusals(client: httpx.Client, body: object, code: str, field: str) -> None:
    answer = client.post("/x509/parse-crl", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert field in answer.text
