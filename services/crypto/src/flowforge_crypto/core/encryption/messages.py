"""Encryption into the envelope and out of it: the key, the header, then a message or a file."""

import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from flowforge_crypto.core.encryption import ciphers, envelope, secretstream
from flowforge_crypto.core.encryption.ciphers import Cipher
from flowforge_crypto.core.encryption.envelope import Header, KeySchedule
from flowforge_crypto.core.encryption.key_source import KeySource, read_key
from flowforge_crypto.core.encryption.passphrases import (
    Argon2idCost,
    Derive,
    PassphraseKdf,
    ScryptCost,
    cost_of,
    derive_here,
)

STREAM_OVERHEAD = 56
STREAM_CHUNK = 16 * 1024
PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """A key schedule that fits a header: key and associated data are the right ones."""

    header: Header
    schedule: KeySchedule
    authenticated: bytes
    """What the cipher authenticates besides the ciphertext: the packed header, then the associated data."""


def begin(
    source: KeySource,
    algorithm: envelope.Algorithm,
    kdf: PassphraseKdf,
    size: int,
    *,
    derive: Derive = derive_here,
) -> Opened:
    """Make the header of a new envelope for *size* bytes of plaintext; *derive* gets a passphrase.

    Raises InvalidKey, and UndecodableText for the associated data.
    """
    associated_data = source.associated_bytes()
    cost = None if source.passphrase is None else cost_of(kdf)
    salt = secrets.token_hex(32)
    schedule = KeySchedule(_master(source, cost, derive), salt, algorithm)
    header = Header(
        algorithm=algorithm,
        salt=salt,
        commitment=schedule.commitment,
        associated_data=None if associated_data is None else schedule.bind(associated_data),
        passphrase=cost,
        plaintext_bytes=size,
    )
    return Opened(header, schedule, header.pack() + (associated_data or b""))


def resume(
    source: KeySource, header: Header, packed: bytes, field: str, *, derive: Derive = derive_here
) -> Opened:
    """Fit a key to a header that was read; *derive* gets a passphrase.

    Raises OtherKindOfKey, InvalidKey, WrongKey, WrongAssociatedData.
    """
    associated_data = source.associated_bytes()
    kind = "key" if header.passphrase is None else "passphrase"
    if getattr(source, kind) is None:
        raise envelope.OtherKindOfKey(field=field, kind=kind)
    schedule = KeySchedule(_master(source, header.passphrase, derive), header.salt, header.algorithm)
    if not hmac.compare_digest(schedule.commitment, header.commitment):
        raise envelope.WrongKey(field=field, kind=kind)
    _check_associated_data(header, schedule, associated_data, field)
    return Opened(header, schedule, packed + (associated_data or b""))


def seal_message(opened: Opened, cipher: Cipher, plaintext: bytes) -> bytes:
    """Return the ciphertext that follows the header."""
    nonce = opened.schedule.nonce[: ciphers.NONCE_BYTES[cipher]]
    return ciphers.seal(cipher, opened.schedule.key, nonce, plaintext, opened.authenticated)


def unseal_message(opened: Opened, cipher: Cipher, sealed: bytes, field: str) -> bytes:
    """Return the plaintext. Raises TamperedCiphertext."""
    nonce = opened.schedule.nonce[: ciphers.NONCE_BYTES[cipher]]
    try:
        return ciphers.unseal(cipher, opened.schedule.key, nonce, sealed, opened.authenticated)
    except ciphers.NotAuthentic as error:
        raise envelope.TamperedCiphertext(field=field) from error


def seal_stream(opened: Opened, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the ciphertext that follows the header: C2SP chunked encryption, or libsodium's secretstream."""
    if opened.header.algorithm == envelope.SECRETSTREAM:
        yield from secretstream.seal_stream(opened.schedule.key, opened.authenticated, pieces)
        return
    encryptor = Cobblestone256Encryptor(opened.schedule.key, opened.authenticated)
    for piece in pieces:
        if sealed := encryptor.update(piece):
            yield sealed
    yield encryptor.finalize()


def unseal_stream(opened: Opened, stream: BinaryIO, target: BinaryIO, field: str) -> None:
    """Write the plaintext of the rest of *stream* to *target*, which counts only if this returns.

    Raises TamperedCiphertext.
    """
    try:
        if opened.header.algorithm == envelope.SECRETSTREAM:
            secretstream.unseal_stream(opened.schedule.key, opened.authenticated, stream, target)
            return
        decryptor = Cobblestone256Decryptor(opened.schedule.key, opened.authenticated)
        while piece := stream.read(PIECE_BYTES):
            target.write(decryptor.update(piece))
        target.write(decryptor.finalize())
    except (InvalidTag, ciphers.NotAuthentic) as error:
        raise envelope.TamperedCiphertext(field=field) from error


def check_size(header: Header, ciphertext_bytes: int, field: str) -> None:
    """Raise TruncatedCiphertext if bytes are missing, TamperedCiphertext if there are too many."""
    missing = header.plaintext_bytes + overhead(header) - ciphertext_bytes
    if missing > 0:
        raise envelope.TruncatedCiphertext(field=field, missing=missing)
    if missing < 0:
        raise envelope.TamperedCiphertext(field=field)


def overhead(header: Header) -> int:
    """Return how many bytes the ciphertext has above its plaintext."""
    if header.algorithm == envelope.SECRETSTREAM:
        return secretstream.overhead(header.plaintext_bytes)
    if header.algorithm != envelope.COBBLESTONE:
        return ciphers.TAG_BYTES
    chunks = header.plaintext_bytes // STREAM_CHUNK + 1
    return STREAM_OVERHEAD + chunks * ciphers.TAG_BYTES


def _master(source: KeySource, cost: Argon2idCost | ScryptCost | None, derive: Derive) -> bytes:
    if cost is not None and source.passphrase is not None:
        return derive(cost, source.passphrase.get_secret_value().encode("utf-8", "surrogatepass"))
    return read_key(source.key.get_secret_value() if source.key else "")


def _check_associated_data(
    header: Header, schedule: KeySchedule, associated_data: bytes | None, field: str
) -> None:
    if header.associated_data is None and associated_data is None:
        return
    if associated_data is None:
        raise envelope.WrongAssociatedData(
            field=field, reason="it was encrypted with some, and none is given"
        )
    if header.associated_data is None:
        raise envelope.WrongAssociatedData(field=field, reason="it was encrypted without any")
    if not hmac.compare_digest(schedule.bind(associated_data), header.associated_data):
        raise envelope.WrongAssociatedData(field=field, reason="it differs")
