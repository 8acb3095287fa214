from pathlib import Path
from typing import Any

import pysequoia
import pytest

from flowforge_crypto.core.openpgp import messages as openpgp
from flowforge_crypto.core.openpgp.errors import NotSigned, PgpNotPossible, PgpUndecryptable, UnreadablePgpKey
from flowforge_crypto.core.openpgp.keys import read_certificates
from flowforge_crypto.core.openpgp.requests import PgpRecipients, PgpSource

ALICE = pysequoia.Tsk.generate(user_id="Alice <alice@example.com>")
BOB = pysequoia.Tsk.generate(user_id="Bob <bob@example.com>", cipher_suite=pysequoia.CipherSuite.RSA2k)


def public(key: Any) -> Any:
    return read_certificates([str(key.extract_certificate())], "recipients")


def to(*keys: Any, **values: Any) -> Any:
    return PgpRecipients(recipients=[str(key.extract_certificate()) for key in keys], **values)


def source(key: Any = None, passphrase: Any = None, signed_by: Any = ()) -> Any:
    certificates = [str(one.extract_certificate()) for one in signed_by]
    return PgpSource(key=str(key) if key else None, passphrase=passphrase, signed_by=certificates)


def decrypt(message: Any, *values: Any, **named: Any) -> Any:
    return openpgp.decrypt(message, source(*values, **named))


@pytest.mark.parametrize("key", [ALICE, BOB])
def test_for_a_key(key: Any) -> None:
    message = openpgp.encrypt(b"hello", to(key))
    assert decrypt(message, key) == (b"hello", [])
    with pytest.raises(PgpUndecryptable):
        decrypt(message, pysequoia.Tsk.generate(user_id="other"))


def test_with_a_passphrase() -> None:
    message = openpgp.encrypt(b"hello", to(passphrase="words"))
    assert decrypt(message, passphrase="words") == (b"hello", [])
    for changed in (message[: len(message) // 2], message.replace("\n=", "\nA=", 1)):
        with pytest.raises(PgpUndecryptable):
            decrypt(changed, passphrase="words")
    with pytest.raises(PgpUndecryptable):
        decrypt(message, passphrase="other")


def test_signed_and_encrypted() -> None:
    message = openpgp.encrypt(b"hello", to(BOB, signing_key=str(ALICE)))
    fingerprint = ALICE.extract_certificate().fingerprint
    assert decrypt(message, BOB, signed_by=[ALICE]) == (b"hello", [fingerprint])
    with pytest.raises(NotSigned):
        decrypt(message, BOB, signed_by=[BOB])
    with pytest.raises(NotSigned):
        decrypt(openpgp.encrypt(b"hello", to(BOB)), BOB, signed_by=[ALICE])


@pytest.mark.parametrize("mode", ["detached", "clear", "inline"])
def test_signatures(mode: Any) -> None:
    made = openpgp.sign(b"hello\n", key=str(ALICE), passphrase=None, mode=mode)
    text = b"hello\n" if mode == "detached" else None
    content, signers = openpgp.verify(made, text, public(ALICE))
    assert signers == [ALICE.extract_certificate().fingerprint]
    assert content.rstrip() == b"hello"
    assert openpgp.verify(made, text, public(BOB)) == (None, [])
    if mode == "detached":
        assert openpgp.verify(made, b"changed", public(ALICE)) == (None, [])
    assert openpgp.verify("no signature", text, public(ALICE)) == (None, [])


def test_keys_of_no_use() -> None:
    with pytest.raises(UnreadablePgpKey):
        openpgp.sign(b"", key="hello", passphrase=None, mode="clear")
    only_public = str(ALICE.extract_certificate())
    with pytest.raises((PgpNotPossible, UnreadablePgpKey)):
        openpgp.sign(b"", key=only_public, passphrase=None, mode="clear")


CONTENT = bytes(range(256)) * 1000


@pytest.mark.parametrize("armor", [False, True])
def test_files(tmp_path: Path, *, armor: bool) -> None:
    plain, message, back = (tmp_path / name for name in ("plain", "message", "back"))
    plain.write_bytes(CONTENT)
    openpgp.encrypt_file(plain, message, to(BOB, signing_key=str(ALICE)), armor=armor)
    assert message.read_bytes().startswith(b"-----BEGIN PGP MESSAGE") is armor
    signers = openpgp.decrypt_file(message, back, source(BOB, signed_by=[ALICE]))
    assert signers == [ALICE.extract_certificate().fingerprint]
    assert back.read_bytes() == CONTENT
    with pytest.raises(NotSigned, match="'file' has no valid signature"):
        openpgp.decrypt_file(message, back, source(BOB, signed_by=[BOB]))
    for wrong in (source(ALICE), source(passphrase="words"), source()):
        with pytest.raises(PgpUndecryptable, match="'file' cannot be decrypted"):
            openpgp.decrypt_file(message, back, wrong)


@pytest.mark.parametrize("change", [lambda made: made[:-40], lambda made: made[:-999] + b"x" + made[-998:]])
def test_a_damaged_file(tmp_path: Path, change: Any) -> None:
    plain, message = tmp_path / "plain", tmp_path / "message"
    plain.write_bytes(CONTENT)
    openpgp.encrypt_file(plain, message, to(passphrase="words"), armor=False)
    message.write_bytes(change(message.read_bytes()))
    with pytest.raises(PgpUndecryptable):
        openpgp.decrypt_file(message, tmp_path / "back", source(passphrase="words"))


def test_a_signature_beside_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(CONTENT)
    made = openpgp.sign_file(file, tmp_path / "signature", key=str(ALICE), passphrase=None)
    assert openpgp.verify(made, file, public(ALICE)) == (None, [ALICE.extract_certificate().fingerprint])
    assert openpgp.verify(made, CONTENT, public(ALICE))[1]
    file.write_bytes(CONTENT + b"x")
    assert openpgp.verify(made, file, public(ALICE)) == (None, [])
