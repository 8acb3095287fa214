"""What GnuPG makes is read, and what is made for GnuPG's keys it reads."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowforge_crypto.core.openpgp import messages as openpgp
from flowforge_crypto.core.openpgp.errors import PgpContentUnsupported, SignatureWithin
from flowforge_crypto.core.openpgp.keys import read_certificates
from flowforge_crypto.core.openpgp.requests import PgpRecipients, PgpSource

pytestmark = pytest.mark.skipif(shutil.which("gpg") is None, reason="GnuPG is not installed here")
CONTENT = bytes(range(256)) * 100


class GnuPG:
    """GnuPG with a home of its own, and a key of Carol's."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self("--passphrase", "", "--quick-gen-key", "Carol <carol@example.com>")
        self.public = self("--armor", "--export").decode()
        self.private = self("--armor", "--export-secret-keys").decode()

    def __call__(self, *words: str, given: bytes = b"") -> bytes:
        modes = ("--batch", "--yes", "--trust-model", "always", "--pinentry-mode", "loopback")
        command = ["gpg", "--homedir", str(self._home), *modes, *words]
        return subprocess.run(command, input=given, capture_output=True, check=True).stdout

    def to_carol(self) -> PgpRecipients:
        return PgpRecipients(recipients=[self.public])

    def carol(self, **values: Any) -> PgpSource:
        return PgpSource(key=self.private, **values)


@pytest.fixture(scope="module")
def gpg() -> Iterator[GnuPG]:
    home = Path(subprocess.run(["mktemp", "-d"], capture_output=True, check=True).stdout.decode().strip())
    try:  # pytest's folders have longer names than the socket of GnuPG's agent may
        yield GnuPG(home)
    finally:
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], capture_output=True, check=False)
        shutil.rmtree(home, ignore_errors=True)


def test_it_reads_our_messages(gpg: Any, tmp_path: Path) -> None:
    assert gpg("--decrypt", given=openpgp.encrypt(b"hello", gpg.to_carol()).encode()) == b"hello"
    plain, message = tmp_path / "plain", tmp_path / "message"
    plain.write_bytes(CONTENT)
    for armor in (False, True):
        openpgp.encrypt_file(plain, message, gpg.to_carol(), armor=armor)
        assert gpg("--decrypt", given=message.read_bytes()) == CONTENT


def test_we_read_its_messages(gpg: Any, tmp_path: Path) -> None:
    sealing = ("-z", "0", "--sign", "--encrypt", "-r", "carol@example.com")
    armored = gpg("--armor", *sealing, given=b"from gpg").decode()
    assert openpgp.decrypt(armored, gpg.carol())[0] == b"from gpg"
    binary = gpg(*sealing, given=CONTENT)
    source = gpg.carol(signed_by=[gpg.public])
    assert openpgp.decrypt(base64.b64encode(binary).decode(), source)[0] == CONTENT
    message, plain = tmp_path / "message.gpg", tmp_path / "plain"
    message.write_bytes(binary)
    assert len(openpgp.decrypt_file(message, plain, source)) == 1
    assert plain.read_bytes() == CONTENT


def test_its_compression_hides_signatures(gpg: Any) -> None:
    made = gpg("--armor", "--sign", "--encrypt", "-r", "carol@example.com", given=b"from gpg").decode()
    assert openpgp.decrypt(made, gpg.carol()) == (b"from gpg", [])
    with pytest.raises(SignatureWithin, match="Omit 'signed_by'"):
        openpgp.decrypt(made, gpg.carol(signed_by=[gpg.public]))


def test_we_read_its_messages_under_a_passphrase(gpg: Any) -> None:
    made = gpg("--armor", "--passphrase", "words", "--symmetric", given=b"from gpg").decode()
    assert openpgp.decrypt(made, PgpSource(passphrase="words"))[0] == b"from gpg"


def test_its_signatures(gpg: Any, tmp_path: Path) -> None:
    keys = read_certificates([gpg.public], "signed_by")
    beside = gpg("--detach-sign", given=CONTENT)
    file = tmp_path / "file"
    file.write_bytes(CONTENT)
    assert openpgp.verify(base64.b64encode(beside).decode(), file, keys)[1]
    clear = gpg("--clear-sign", given=b"text\n").decode()
    content, signers = openpgp.verify(clear, None, keys)
    assert ((content or b"").strip(), len(signers)) == (b"text", 1)


def test_it_checks_our_signatures(gpg: Any, tmp_path: Path) -> None:
    file, beside = tmp_path / "file", tmp_path / "file.asc"
    file.write_bytes(CONTENT)
    openpgp.sign_file(file, beside, key=gpg.private, passphrase=None)
    gpg("--verify", str(beside), str(file))
    file.write_bytes(CONTENT + b"x")
    with pytest.raises(subprocess.CalledProcessError):
        gpg("--verify", str(beside), str(file))


@pytest.fixture(scope="module")
def renewed() -> Iterator[GnuPG]:
    """A key of which the encryption subkey was renewed twice, and the first has expired."""
    home = Path(subprocess.run(["mktemp", "-d"], capture_output=True, check=True).stdout.decode().strip())
    try:
        made = GnuPG(home)
        listed = made("--list-keys", "--with-colons").decode().splitlines()
        fingerprint = next(line.split(":")[9] for line in listed if line.startswith("fpr"))
        for _ in range(2):
            made("--passphrase", "", "--quick-add-key", fingerprint, "cv25519", "encr", "never")
        made.private = made("--armor", "--export-secret-keys").decode()
        yield made
    finally:
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], capture_output=True, check=False)
        shutil.rmtree(home, ignore_errors=True)


def test_every_encryption_key_is_tried(renewed: Any, tmp_path: Path) -> None:
    listed = renewed("--list-keys", "--with-colons").decode().splitlines()
    subkeys = [line.split(":")[4] for line in listed if line.startswith("sub") and "e" in line.split(":")[11]]
    assert len(subkeys) == 3
    for subkey in subkeys:
        message = renewed("--armor", "--encrypt", "-r", f"{subkey}!", given=subkey.encode())
        assert openpgp.decrypt(message.decode(), renewed.carol())[0] == subkey.encode()
        sealed, plain = tmp_path / "sealed", tmp_path / "plain"
        sealed.write_bytes(message)
        openpgp.decrypt_file(sealed, plain, renewed.carol())
        assert plain.read_bytes() == subkey.encode()


def test_a_format_that_is_not_supported_is_named(renewed: Any) -> None:
    message = renewed("--armor", "--encrypt", "--compress-algo", "bzip2", "-r", "Carol", given=CONTENT)
    with pytest.raises(PgpContentUnsupported, match="bzip2"):
        openpgp.decrypt(message.decode(), renewed.carol())
