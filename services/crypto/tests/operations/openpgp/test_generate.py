import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pysequoia
import pytest
from pydantic import ValidationError
from pysequoia import packet

from flowforge_crypto.operations.openpgp.generate import GeneratePgpRequest, generate_pgp

GPG = shutil.which("gpg")


@pytest.mark.parametrize("suite", ["curve25519", "p256", "rsa-2048"])
def test_a_pair(suite: Any) -> None:
    made = generate_pgp(GeneratePgpRequest(user_id="Alice <alice@example.com>", suite=suite))
    public = pysequoia.Cert.from_bytes(made.public_key.encode())
    assert (public.fingerprint, str(public.user_ids[0])) == (made.fingerprint, "Alice <alice@example.com>")
    assert "PRIVATE" not in made.public_key
    assert pysequoia.Tsk.from_bytes(made.private_key.encode()).signer() is not None


@pytest.mark.parametrize("days", [1, 1095, None])
def test_how_long_it_is_valid(days: Any) -> None:
    made = generate_pgp(GeneratePgpRequest(user_id="Alice", days=days))
    public = pysequoia.Cert.from_bytes(made.public_key.encode())
    assert public.expiration == made.expires_at
    if days is None:
        assert made.expires_at is None
    else:
        left = (made.expires_at or datetime.now(UTC)) - datetime.now(UTC)
        assert days - 1 < left.total_seconds() / 86_400 <= days


@pytest.mark.parametrize("suite", ["curve25519", "p256", "p384", "p521", "rsa-2048"])
def test_a_key_for_gnupg(suite: Any) -> None:
    """Messages to it are in RFC 4880's packets: PKESK of version 3, SEIPD of version 1 (9.1 in RFC 9580)."""
    request = GeneratePgpRequest(user_id="Alice B <alice@example.com>", suite=suite, profile="gnupg", days=30)
    made = generate_pgp(request)
    public = pysequoia.Cert.from_bytes(made.public_key.encode())
    private = pysequoia.Tsk.from_bytes(made.private_key.encode())
    assert [str(it) for it in public.user_ids] == ["Alice B <alice@example.com>"]
    assert public.expiration == made.expires_at
    message = pysequoia.encrypt(recipients=[public], signer=private.signer(), bytes=b"hello", armor=False)
    versions = [(str(one.tag), one.body[0]) for one in packet.PacketPile.from_bytes(message)]
    assert versions == [(str(packet.Tag.PKESK), 3), (str(packet.Tag.SEIP), 1)]
    assert pysequoia.decrypt(decryptor=private.decryptor(), bytes=message).bytes == b"hello"


@pytest.mark.skipif(GPG is None, reason="GnuPG is not installed")
@pytest.mark.parametrize("suite", ["curve25519", "rsa-2048"])
def test_gnupg_uses_the_key(suite: Any, tmp_path: Path) -> None:
    made = generate_pgp(GeneratePgpRequest(user_id="Alice", suite=suite, profile="gnupg"))
    public = pysequoia.Cert.from_bytes(made.public_key.encode())

    def gpg(*arguments: str, content: bytes) -> bytes:
        command = [str(GPG), "--batch", "--homedir", str(tmp_path), "--trust-model", "always", *arguments]
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout

    try:
        gpg("--import", content=made.private_key.encode())
        assert (
            gpg("--decrypt", content=pysequoia.encrypt(recipients=[public], bytes=b"to GnuPG")) == b"to GnuPG"
        )
        private = pysequoia.Tsk.from_bytes(made.private_key.encode())
        back = gpg("--recipient", made.fingerprint, "--encrypt", content=b"from GnuPG")
        assert pysequoia.decrypt(decryptor=private.decryptor(), bytes=back).bytes == b"from GnuPG"
    finally:
        subprocess.run(["gpgconf", "--homedir", str(tmp_path), "--kill", "all"], check=False)


def test_limits() -> None:
    with pytest.raises(ValidationError):
        GeneratePgpRequest(user_id="")
