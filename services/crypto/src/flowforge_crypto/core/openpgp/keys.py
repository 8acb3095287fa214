"""OpenPGP keys, and texts in ASCII armor or in base64; imported only where Sequoia is."""

import base64
import binascii
import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import pysequoia
from pydantic import SecretStr
from pysequoia import packet

from flowforge_crypto.core.keys.armor import unescape
from flowforge_crypto.core.openpgp.errors import PgpNotPossible, UnreadablePgpKey

NO_KEY = "No key to decrypt"
Opened = TypeVar("Opened")


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


@dataclass(frozen=True, slots=True)
class Decryption:
    """What decrypts a message: each encryption key of a private key in turn, or the message's passphrase."""

    decryptors: tuple[Any, ...] = ()
    passwords: tuple[str, ...] = ()

    def attempt(self, decrypt: Callable[[Any, list[str]], Opened]) -> Opened:
        """Return what *decrypt* makes of the first decryptor that fits.

        Raises the error of the one that came furthest: another key's "No key to decrypt" says nothing.
        """
        failure: Exception | None = None
        for one in self.decryptors or (None,):
            try:
                return decrypt(one, list(self.passwords))
            except (RuntimeError, ValueError) as error:
                if failure is None or NO_KEY in str(failure):
                    failure = error
        raise failure or RuntimeError(NO_KEY)


def decryption_of(text: str | None, passphrase: str | None) -> Decryption:
    """Return what decrypts, with a private key or with the message's passphrase.

    A key with a renewed subkey has several, and old messages are for the old one. The binding uses only one
    of them, so each is offered alone, beside the public parts of the others.

    Raises UnreadablePgpKey, PgpNotPossible.
    """
    if text is None:
        return Decryption(passwords=() if passphrase is None else (passphrase,))
    opened = []
    for one in _each_secret(text):
        with contextlib.suppress(RuntimeError, ValueError):  # it signs, or has another passphrase
            opened.append(one.decryptor(passphrase))
    if not opened:
        raise PgpNotPossible(reason="'key' has no encryption key that 'passphrase' opens")
    return Decryption(tuple(opened))


def _each_secret(text: str) -> list[Any]:
    """Return the private key once for each of its keys, with the secret of this one alone."""
    with faults_as(lambda _: UnreadablePgpKey(field="key")):
        key = pysequoia.Tsk.from_bytes(octets(text))
        secret = list(packet.PacketPile.from_bytes(str(key).encode()))
        public = list(packet.PacketPile.from_bytes(str(key.extract_certificate()).encode()))
        return [
            pysequoia.Tsk.from_packets([*public[:at], one, *public[at + 1 :]])
            for at, one in enumerate(secret)
            if one.tag in (packet.Tag.SecretKey, packet.Tag.SecretSubkey)
        ]


def store_of(keys: list[Any]) -> Callable[[list[str]], list[Any]] | None:
    """Return what Sequoia asks for the keys that may have signed; None if nobody may."""
    return (lambda _wanted: keys) if keys else None


def _read_key(text: str, field: str) -> Any:
    with faults_as(lambda _: UnreadablePgpKey(field=field)):
        return pysequoia.Tsk.from_bytes(octets(text))
