import subprocess
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from flowforge_crypto.core.certificates.example import AUTHORITY, CERTIFICATE, KEY
from flowforge_crypto.core.certificates.making import NotTheIssuer
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.x509.create_crl import CreateCrlRequest, SerialTwice, create_crl


def create(**values: object) -> object:
    return create_crl(CreateCrlRequest.model_validate({"key": KEY, "issuer_certificate": AUTHORITY} | values))


def test_a_list_that_openssl_reads(client: httpx.Client, tmp_path: Path) -> None:
    revoked = [
        {"serial_number": "0A:1B:2C", "reason": "superseded", "revoked_at": "2026-01-02T03:04:05+02:00"},
        {"serial_number": "ff"},
    ]
    body = {"key": KEY, "issuer_certificate": AUTHORITY, "revoked": revoked, "number": 41, "days": 7}
    made = client.post("/x509/create-crl", json=body).json()
    assert (made["info"]["number"], made["info"]["revoked_count"]) == ("41", 2)
    (tmp_path / "ca.pem").write_text(AUTHORITY)
    (tmp_path / "crl.pem").write_text(made["crl"])
    command = ["openssl", "crl", "-in", "crl.pem", "-CAfile", "ca.pem", "-text", "-noout"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "verify OK" in shown.stderr
    for expected in ("Serial Number: 0A1B2C", "Jan  2 01:04:05 2026 GMT", "Superseded", "Serial Number: FF"):
        assert expected in shown.stdout


def test_a_revoked_certificate_is_refused(client: httpx.Client) -> None:
    """What create signs, create-crl revokes and verify refuses."""
    key = write_key(generate("ec-p256"), "pem")
    subject = {"common_name": "Test CA"}
    authority = client.post("/x509/create", json={"key": key, "subject": subject, "is_ca": True}).json()
    body = {
        "key": key,
        "subject_key": write_key(generate("rsa-2048"), "pem"),
        "issuer_certificate": authority["certificate"],
        "subject": {"common_name": "a.example"},
        "alternative_names": ["a.example"],
    }
    made = client.post("/x509/create", json=body).json()
    for revoked, valid in (([], True), ([{"serial_number": made["info"]["serial_number"]}], False)):
        request = {"key": key, "issuer_certificate": authority["certificate"], "revoked": revoked}
        crl = client.post("/x509/create-crl", json=request).json()["crl"]
        question = {
            "certificate": made["certificate"],
            "roots": authority["certificate"],
            "name": "a.example",
            "crls": [crl],
        }
        answer = client.post("/x509/verify", json=question).json()
        assert answer["valid"] is valid, answer


def test_numbers_grow_by_themselves() -> None:
    first, second = (int(create().info.number) for _ in range(2))  # type: ignore[attr-defined]  # a result
    assert second >= first > 1_700_000_000_000


def test_who_may_sign() -> None:
    with pytest.raises(NotTheIssuer, match="'key' does not belong to it"):
        create(key=write_key(generate("ed25519"), "pem"))
    with pytest.raises(NotTheIssuer, match="cannot issue this list: it is not a certificate authority"):
        create(issuer_certificate=CERTIFICATE)


def test_a_serial_number_stands_once() -> None:
    with pytest.raises(SerialTwice, match=r"'revoked.1'"):
        create(revoked=[{"serial_number": "0a"}, {"serial_number": "A"}])
    with pytest.raises(ValidationError):
        create(revoked=[{"serial_number": "zz"}])
