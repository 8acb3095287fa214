import subprocess
from pathlib import Path
from typing import Any

import pytest

from flowforge_crypto.core.certificates.example import CERTIFICATE, KEY
from flowforge_crypto.core.certificates.pkcs12 import KeyNotOfCertificate
from flowforge_crypto.core.certificates.reading import UnreadableCertificate
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.pkcs12.pack import PackPkcs12Request, pack_pkcs12


def request(**values: Any) -> Any:
    return PackPkcs12Request(
        **{"key": KEY, "certificates": CERTIFICATE, "passphrase": "correct horse"} | values
    )


def test_openssl_opens_it(tmp_path: Path) -> None:
    made = pack_pkcs12(request(name="server"))
    assert made.name == "server.p12"
    path = tmp_path / "made.p12"
    path.write_bytes(made.data)
    command = ["openssl", "pkcs12", "-in", path, "-passin", "pass:correct horse", "-nodes"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "".join(CERTIFICATE.split()) in "".join(told.split())
    assert "BEGIN PRIVATE KEY" in told


def test_errors() -> None:
    with pytest.raises(KeyNotOfCertificate):
        pack_pkcs12(request(key=write_key(generate("ed25519"), "pem")))
    with pytest.raises(UnreadableCertificate):
        pack_pkcs12(request(certificates="hello"))
