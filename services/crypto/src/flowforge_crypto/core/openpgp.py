"""OpenPGP through Sequoia: imported by the worker process that needs it, and by nothing else."""

from collections.abc import Callable
from typing import Any, Literal

import pysequoia
from pydantic import SecretStr

from flowforge_crypto.core.openpgp_errors import NotSigned, PgpNotPossible, PgpUndecryptable, UnreadablePgpKey

_FAULTS = (RuntimeError, ValueError)
_MODES = {
    "detached": pysequoia.SignatureMode.DETACHED,
    "clear": pysequoia.SignatureMode.CLEAR,
    "inline": pysequoia.SignatureMode.INLINE,
}


def reveal(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def read_certificates(texts: list[str], field: str) -> list[Any]:
    """Return the public keys of every text. Raises UnreadablePgpKey."""
    try:
        return [one for text in texts for one in pysequoia.Cert.split_bytes(text.encode())]
    except _FAULTS as error:
        raise UnreadablePgpKey(field=field) from error


def encrypt(
    plaintext: bytes,
    *,
    recipients: list[Any],
    passphrase: str | None,
    signing_key: str | None,
    signing_passphrase: str | None,
) -> str:
    """Return an armored message. Raises UnreadablePgpKey, PgpNotPossible."""
    signer = None
    if signing_key is not None:
        signer = _signer(_read_key(signing_key, "signing_key"), signing_passphrase, "signing_key")
    passwords = [] if passphrase is None else [passphrase]
    try:
        return pysequoia.encrypt(plaintext, recipients, signer, passwords).decode("ascii")
    except _FAULTS as error:
        raise PgpNotPossible(
            reason="a key in 'recipients' is expired, revoked or not for encryption"
        ) from error


def decrypt(
    message: str, *, key: str | None, passphrase: str | None, signed_by: list[Any]
) -> tuple[bytes, list[str]]:
    """Return the text and who of *signed_by* signed it.

    Raises UnreadablePgpKey, PgpNotPossible, PgpUndecryptable, NotSigned.
    """
    decryptor = None
    if key is not None:
        try:
            decryptor = _read_key(key, "key").decryptor(passphrase)
        except _FAULTS as error:
            raise PgpNotPossible(reason="'key' has no key for decryption that 'passphrase' opens") from error
    passwords = [passphrase] if passphrase is not None and key is None else []
    try:
        opened = pysequoia.decrypt(message.encode(), decryptor, _store(signed_by), passwords)
    except _FAULTS as error:
        if "Signature verification failed" in str(error):
            raise NotSigned from error
        raise PgpUndecryptable from error
    signers = [one.certificate for one in opened.valid_sigs]
    if signed_by and not signers:
        raise NotSigned
    return opened.bytes or b"", signers


def sign(
    text: bytes, *, key: str, passphrase: str | None, mode: Literal["detached", "clear", "inline"]
) -> str:
    """Return an armored signature or signed message. Raises UnreadablePgpKey, PgpNotPossible."""
    signer = _signer(_read_key(key, "key"), passphrase, "key")
    return pysequoia.sign(signer, text, mode=_MODES[mode]).decode("utf-8")


def verify(signature: str, text: bytes | None, keys: list[Any]) -> tuple[bytes | None, list[str]]:
    """Return the signed text and who of *keys* signed it; nothing and nobody if it is not valid."""
    try:
        if text is None:
            opened = pysequoia.verify(signature.encode(), _store(keys))
        else:
            detached = pysequoia.Sig.from_bytes(signature.encode())
            opened = pysequoia.verify(text, _store(keys), signature=detached)
    except _FAULTS:
        return None, []
    return opened.bytes, [one.certificate for one in opened.valid_sigs]


def _read_key(text: str, field: str) -> Any:
    try:
        return pysequoia.Tsk.from_bytes(text.encode())
    except _FAULTS as error:
        raise UnreadablePgpKey(field=field) from error


def _signer(key: Any, passphrase: str | None, field: str) -> Any:
    try:
        return key.signer(passphrase)
    except _FAULTS as error:
        raise PgpNotPossible(reason=f"'{field}' has no signing key that its passphrase opens") from error


def _store(keys: list[Any]) -> Callable[[list[str]], list[Any]] | None:
    return (lambda _wanted: keys) if keys else None
