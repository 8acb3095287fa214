"""OpenPGP through Sequoia: imported by the worker process that needs it, and by nothing else."""

from functools import partial
from pathlib import Path
from typing import Any, Literal

import pysequoia

from flowforge_crypto.core.openpgp.errors import (
    NotSigned,
    PgpContentUnsupported,
    PgpNotPossible,
    PgpUndecryptable,
    SignatureWithin,
)
from flowforge_crypto.core.openpgp.keys import decryption_of, faults_as, octets, signer_of, store_of
from flowforge_crypto.core.openpgp.requests import PgpRecipients, PgpSource
from servicekit import InvalidInput

_MODES = {
    "detached": pysequoia.SignatureMode.DETACHED,
    "clear": pysequoia.SignatureMode.CLEAR,
    "inline": pysequoia.SignatureMode.INLINE,
}


def encrypt(plaintext: bytes, to: PgpRecipients) -> str:
    """Return an armored message. Raises UnreadablePgpKey, PgpNotPossible."""
    recipients, signer, passwords = to.opened()
    with faults_as(_unsuitable):
        return pysequoia.encrypt(plaintext, recipients, signer, passwords).decode("ascii")


def encrypt_file(plaintext: Path, message: Path, to: PgpRecipients, *, armor: bool) -> None:
    """Write the message of a file, in constant memory. Raises UnreadablePgpKey, PgpNotPossible."""
    recipients, signer, passwords = to.opened()
    with faults_as(_unsuitable):
        pysequoia.encrypt_file(str(plaintext), str(message), recipients, signer, passwords, armor=armor)


def decrypt(message: str, source: PgpSource) -> tuple[bytes, list[str]]:
    """Return the text and who of the keys in 'signed_by' signed it.

    Raises UnreadablePgpKey, PgpNotPossible, PgpUndecryptable, NotSigned, SignatureWithin.
    """
    keys, decryption = source.signers(), decryption_of(*source.revealed())
    data, store = octets(message), store_of(keys)
    with faults_as(partial(_refused, "message")):
        opened = decryption.attempt(lambda key, words: pysequoia.decrypt(data, key, store, words))
    return opened.bytes or b"", _signers(opened, keys, "message")


def decrypt_file(message: Path, plaintext: Path, source: PgpSource) -> list[str]:
    """Write the content of a message, which counts only if this returns, and return who signed it.

    Raises as `decrypt`.
    """
    keys, decryption = source.signers(), decryption_of(*source.revealed())
    paths, store = (str(message), str(plaintext)), store_of(keys)
    with faults_as(partial(_refused, "file")):
        opened = decryption.attempt(lambda key, words: pysequoia.decrypt_file(*paths, key, store, words))
    return _signers(opened, keys, "file")


def sign(
    text: bytes, *, key: str, passphrase: str | None, mode: Literal["detached", "clear", "inline"]
) -> str:
    """Return an armored signature or signed message. Raises UnreadablePgpKey, PgpNotPossible."""
    return pysequoia.sign(signer_of(key, passphrase, "key"), text, mode=_MODES[mode]).decode("utf-8")


def sign_file(file: Path, signature: Path, *, key: str, passphrase: str | None) -> str:
    """Return an armored signature beside a file. Raises UnreadablePgpKey, PgpNotPossible."""
    signer = signer_of(key, passphrase, "key")
    pysequoia.sign_file(signer, str(file), str(signature), mode=_MODES["detached"])
    return signature.read_text("ascii")


def verify(signature: str, signed: bytes | Path | None, keys: list[Any]) -> tuple[bytes | None, list[str]]:
    """Return the signed text and who of *keys* signed it; nothing and nobody if it is not valid.

    The text of a file is not returned.
    """
    try:
        with faults_as(partial(_refused, "signature")):
            opened = _verified(signature, signed, store_of(keys))
    except (NotSigned, PgpUndecryptable, PgpContentUnsupported, SignatureWithin):
        return None, []
    return opened.bytes, [one.certificate for one in opened.valid_sigs]


def _verified(signature: str, signed: bytes | Path | None, store: Any) -> Any:
    if signed is None:
        return pysequoia.verify(octets(signature), store)
    detached = pysequoia.Sig.from_bytes(octets(signature))
    if isinstance(signed, Path):
        return pysequoia.verify(file=str(signed), store=store, signature=detached)
    return pysequoia.verify(signed, store, signature=detached)


def _unsuitable(_: Exception) -> PgpNotPossible:
    return PgpNotPossible(reason="a key in 'recipients' is expired, revoked or not for encryption")


def _refused(field: str, error: Exception) -> InvalidInput:
    said = str(error)
    if said.startswith("Malformed Message: Malformed OpenPGP message"):
        return PgpContentUnsupported(field=field)
    if "Unexpected message structure" in said:
        return SignatureWithin(field=field)
    kind = NotSigned if "Signature verification failed" in said else PgpUndecryptable
    return kind(field=field)


def _signers(opened: Any, keys: list[Any], field: str) -> list[str]:
    signers = [one.certificate for one in opened.valid_sigs]
    if keys and not signers:
        raise NotSigned(field=field)
    return signers
