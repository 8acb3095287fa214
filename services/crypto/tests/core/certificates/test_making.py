import subprocess
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.certificates.making import (
    CertificateUse,
    InvalidName,
    Subject,
    alternative_names,
    make_certificate,
    make_request,
    signing_key,
)
from flowforge_crypto.core.certificates.reading import describe, describe_request, to_pem
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key

NAMES = ["example.com", "*.example.com", "127.0.0.1", "::1", "me@example.com", "spiffe://example.com/a"]


@pytest.mark.parametrize("key_type", ["rsa-2048", "ec-p256", "ec-p521", "ed25519"])
def test_openssl_accepts_what_is_made(tmp_path: Path, key_type: Any) -> None:
    key = signing_key(write_key(generate(key_type), "pem"), "key")
    name = Subject(common_name="Example", organization="Ltd", country="DE").name()
    made = make_certificate(
        subject=name,
        names=alternative_names(NAMES),
        public_key=key.public_key(),
        issuer=name,
        issuer_key=key,
        use=CertificateUse(30, is_ca=True, path_length=1),
    )
    path = tmp_path / "made.pem"
    path.write_text(to_pem(made))
    told = subprocess.run(
        ["openssl", "verify", "-CAfile", path, path], capture_output=True, text=True, check=False
    )
    assert told.stdout.strip().endswith("OK"), told.stderr
    info = describe(made)
    assert info.subject == "C=DE,O=Ltd,CN=Example"
    assert (info.dns_names, info.ip_addresses, info.emails) == (NAMES[:2], NAMES[2:4], NAMES[4:5])
    assert (info.uris, info.path_length) == (NAMES[5:], 1)
    request = tmp_path / "made.csr"
    request.write_text(to_pem(make_request(name, alternative_names(NAMES), key)))
    checked = subprocess.run(
        ["openssl", "req", "-verify", "-noout", "-in", request], capture_output=True, check=False
    )
    assert checked.returncode == 0


def test_ml_dsa() -> None:
    key = signing_key(write_key(generate("ml-dsa-44"), "pem"), "key")
    request = make_request(Subject(common_name="x").name(), None, key)
    assert describe_request(request).signature_valid


def test_what_cannot_be_made() -> None:
    with pytest.raises(UnsuitableKey):
        signing_key(write_key(generate("x25519"), "pem"), "key")
    with pytest.raises(InvalidName, match="punycode"):
        alternative_names(["bücher.example"])
    for values in (
        {"common_name": ""},
        {"common_name": "x" * 65},
        {"common_name": "x", "country": "Germany"},
    ):
        with pytest.raises(ValidationError):
            Subject(**values)
