import shutil
import subprocess
from pathlib import Path
from typing import Any

import pysequoia
import pytest

from flowforge_crypto.core import openpgp
from flowforge_crypto.core.openpgp_errors import NotSigned, PgpNotPossible, PgpUndecryptable, UnreadablePgpKey

ALICE = pysequoia.Tsk.generate(user_id="Alice <alice@example.com>")
BOB = pysequoia.Tsk.generate(user_id="Bob <bob@example.com>", cipher_suite=pysequoia.CipherSuite.RSA2k)
NOBODY = {"passphrase": None, "signing_key": None, "signing_passphrase": None}


def public(key: Any) -> Any:
    return openpgp.read_certificates([str(key.extract_certificate())], "recipients")


def decrypt(message: Any, key: Any = None, passphrase: Any = None, signed_by: Any = ()) -> Any:
    return openpgp.decrypt(
        message,
        key=str(key) if key else None,
        passphrase=passphrase,
        signed_by=[one for k in signed_by for one in public(k)],
    )


@pytest.mark.parametrize("key", [ALICE, BOB])
def test_for_a_key(key: Any) -> None:
    message = openpgp.encrypt(b"hello", recipients=public(key), **NOBODY)
    assert decrypt(message, key) == (b"hello", [])
    with pytest.raises(PgpUndecryptable):
        decrypt(message, pysequoia.Tsk.generate(user_id="other"))


def test_with_a_passphrase() -> None:
    message = openpgp.encrypt(b"hello", recipients=[], **NOBODY | {"passphrase": "words"})
    assert decrypt(message, passphrase="words") == (b"hello", [])
    for changed in (message[: len(message) // 2], message.replace("\n=", "\nA=", 1)):
        with pytest.raises(PgpUndecryptable):
            decrypt(changed, passphrase="words")
    with pytest.raises(PgpUndecryptable):
        decrypt(message, passphrase="other")


def test_signed_and_encrypted() -> None:
    signing = NOBODY | {"signing_key": str(ALICE)}
    message = openpgp.encrypt(b"hello", recipients=public(BOB), **signing)
    fingerprint = ALICE.extract_certificate().fingerprint
    assert decrypt(message, BOB, signed_by=[ALICE]) == (b"hello", [fingerprint])
    with pytest.raises(NotSigned):
        decrypt(message, BOB, signed_by=[BOB])
    with pytest.raises(NotSigned):
        decrypt(openpgp.encrypt(b"hello", recipients=public(BOB), **NOBODY), BOB, signed_by=[ALICE])


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
    with pytest.raises(UnreadablePgpKey, match="'recipients' is no OpenPGP key"):
        openpgp.read_certificates(["hello"], "recipients")
    with pytest.raises(UnreadablePgpKey):
        openpgp.sign(b"", key="hello", passphrase=None, mode="clear")
    only_public = str(ALICE.extract_certificate())
    with pytest.raises((PgpNotPossible, UnreadablePgpKey)):
        openpgp.sign(b"", key=only_public, passphrase=None, mode="clear")


@pytest.mark.skipif(shutil.which("gpg") is None, reason="GnuPG is not installed here")
def test_gnupg_understands(tmp_path: Path) -> None:
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    gpg: list[str | Path] = [
        "gpg",
        "--homedir",
        home,
        "--batch",
        "--yes",
        "--trust-model",
        "always",
        "--pinentry-mode",
        "loopback",
    ]
    name = "Carol <carol@example.com>"
    subprocess.run([*gpg, "--passphrase", "", "--quick-gen-key", name], capture_output=True, check=True)
    exported = [
        subprocess.run([*gpg, "--armor", option], capture_output=True, check=True).stdout.decode()
        for option in ("--export", "--export-secret-keys")
    ]
    carol = openpgp.read_certificates(exported[:1], "recipients")
    message = openpgp.encrypt(b"hello", recipients=carol, **NOBODY)
    opened = subprocess.run([*gpg, "--decrypt"], input=message.encode(), capture_output=True, check=True)
    assert opened.stdout == b"hello"
    sealing = [*gpg, "--armor", "--encrypt", "-r", "carol@example.com"]
    made = subprocess.run(sealing, input=b"from gpg", capture_output=True, check=True).stdout.decode()
    assert openpgp.decrypt(made, key=exported[1], passphrase=None, signed_by=[]) == (b"from gpg", [])
    signed = subprocess.run(
        [*gpg, "--armor", "--detach-sign"], input=b"text", capture_output=True, check=True
    )
    assert openpgp.verify(signed.stdout.decode(), b"text", carol)[1]
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], capture_output=True, check=False)
