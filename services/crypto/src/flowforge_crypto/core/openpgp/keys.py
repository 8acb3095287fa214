"""OpenPGP keys, and texts in ASCII armor or in base64; imported only where Sequoia is."""

import base64
import binascii
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pysequoia
from pydantic import SecretStr

from flowforge_crypto.core.keys.armor import unescape
from flowforge_crypto.core.openpgp.errors import PgpNotPossible, UnreadablePgpKey


@contextmanager
def faults_as(refusal: Callable[[Exception], Exception]) -> Iterator[None]:
    """Raise what *refusal* makes of Sequoia's errors.

    Sequoia panics over some damaged messages. The binding raises that past Exception, so that it would end
    the worker; the state that it leaves is the message's own, and is dropped.
    """
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise refusal(error) from error
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise refusal(RuntimeError(str(panic))) from panic


def reveal(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def octets(text: str) -> bytes:
    """Return what Sequoia reads: armor as it is, else the bytes that base64 stands for, if it is base64."""
    if "-----BEGIN" in text:
        return unescape(text).encode("utf-8", "replace")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")


def read_certificates(texts: list[str], field: str) -> list[Any]:
    """Return the public keys of every text, at least one of each. Raises UnreadablePgpKey."""
    with faults_as(lambda _: UnreadablePgpKey(field=field)):
        found = [pysequoia.Cert.split_bytes(octets(text)) for text in texts]
    if not all(found):
        raise UnreadablePgpKey(field=field)
    return [one for each in found for one in each]


def signer_of(text: str, passphrase: str | None, field: str) -> Any:
    """Return what signs with a private key. Raises UnreadablePgpKey, PgpNotPossible."""
    key = _read_key(text, field)
    reason = f"'{field}' has no signing key that its passphrase opens"
    with faults_as(lambda _: PgpNotPossible(reason=reason)):
        return key.signer(passphrase)


def decryptor_of(text: str | None, passphrase: str | None) -> tuple[Any, list[str]]:
    """Return what decrypts: with a private key, or with the message's passphrase.

    Raises UnreadablePgpKey, PgpNotPossible.
    """
    if text is None:
        return None, [] if passphrase is None else [passphrase]
    key = _read_key(text, "key")
    reason = "'key' has no key for decryption that 'passphrase' opens"
    with faults_as(lambda _: PgpNotPossible(reason=reason)):
        return key.decryptor(passphrase), []


def store_of(keys: list[Any]) -> Callable[[list[str]], list[Any]] | None:
    """Return what Sequoia asks for the keys that may have signed; None if nobody may."""
    return (lambda _wanted: keys) if keys else None


def _read_key(text: str, field: str) -> Any:
    with faults_as(lambda _: UnreadablePgpKey(field=field)):
        return pysequoia.Tsk.from_bytes(octets(text))
