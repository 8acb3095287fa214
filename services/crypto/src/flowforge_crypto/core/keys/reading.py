"""Keys from text: PEM, OpenSSH, JWK and base64 DER are told apart by how they begin."""

import base64
import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_private_key,
    load_ssh_public_key,
)

from flowforge_crypto.core.encodings.strict_json import read_json
from flowforge_crypto.core.keys.armor import pem_blocks
from flowforge_crypto.core.keys.jwk_terms import KeyNotForUse, KeyOperation, terms_of
from flowforge_crypto.core.keys.rsa_checks import KeyTooLarge, require_bounded, require_consistent
from flowforge_crypto.core.keys.types import Key, is_private, public_of
from servicekit import InvalidInput

MAX_KEY_CHARACTERS = 65_536


class UnreadableKey(InvalidInput):
    code = "KEY_UNREADABLE"
    message = "'{field}' is not a readable key: give PEM, JWK, OpenSSH or base64 DER."


class EncryptedKey(InvalidInput):
    code = "KEY_ENCRYPTED"
    message = "'{field}' is encrypted with a passphrase: {advice}."


class WrongKeyPassphrase(InvalidInput):
    code = "KEY_PASSPHRASE_WRONG"
    message = "'passphrase' is wrong for '{field}'."


class PrivateKeyNeeded(InvalidInput):
    code = "KEY_NOT_PRIVATE"
    message = "'{field}' is a public key; the private key is required."


PUBLIC_KEY_ERRORS = (UnreadableKey, EncryptedKey, KeyNotForUse, KeyTooLarge)
READING_ERRORS = (UnreadableKey, EncryptedKey, WrongKeyPassphrase, KeyTooLarge)
KEY_ERRORS = (*PUBLIC_KEY_ERRORS, PrivateKeyNeeded)
_NOT_KEYS = re.compile("PARAMETERS|CERTIFICATE REQUEST|X509 CRL")


def read_key_text(text: str, field: str, passphrase: str | None = None, *, check_primes: bool = False) -> Key:
    """Return the private or public key that *text* holds; of a certificate, its public key.

    An RSA key is checked for consistency. `check_primes` also tests that its factors are primes, which holds
    the interpreter for up to 0.2 s: leave it off outside a worker process, where the key is its sender's own.
    Raises UnreadableKey, EncryptedKey, WrongKeyPassphrase, KeyTooLarge.
    """
    stripped = text.strip()
    if not stripped or len(stripped) > MAX_KEY_CHARACTERS:
        raise UnreadableKey(field=field)
    try:
        key = _read(stripped, passphrase, skip=not check_primes)
        require_bounded(key, field)
        if isinstance(key, rsa.RSAPrivateKey):
            require_consistent(key)
    except TypeError as error:  # how the library says that a passphrase is missing
        advice = "give it as 'passphrase'" if check_primes else "send it through key/convert first"
        raise EncryptedKey(field=field, advice=advice) from error
    except (ValueError, LookupError, RecursionError, UnsupportedAlgorithm) as error:
        if passphrase is not None and ("password" in str(error) or "checksum" in str(error)):
            raise WrongKeyPassphrase(field=field) from error
        raise UnreadableKey(field=field) from error
    return key


def read_private(text: str, operation: KeyOperation | None, field: str = "key") -> PrivateKeyTypes:
    """Return the private key in *text* for *operation*; None is for writing it, not for using it.

    Raises UnreadableKey, EncryptedKey, PrivateKeyNeeded, KeyNotForUse.
    """
    key = read_key_text(text, field)
    if not is_private(key):
        raise PrivateKeyNeeded(field=field)
    _require(text, operation, field)
    return key  # type: ignore[return-value]  # just checked


def read_public(text: str, operation: KeyOperation | None, field: str = "key") -> PublicKeyTypes:
    """Return the public key in *text*, or that of the private one, for *operation*.

    Raises UnreadableKey, EncryptedKey, KeyNotForUse.
    """
    key = public_of(read_key_text(text, field))
    _require(text, operation, field)
    return key


def _require(text: str, operation: KeyOperation | None, field: str) -> None:
    if operation is not None:
        terms_of(text).require(operation, field)


def _read(text: str, passphrase: str | None, *, skip: bool) -> Key:
    password = passphrase.encode() if passphrase is not None else None
    if text.startswith("{"):
        from flowforge_crypto.core.keys import jwk  # noqa: PLC0415 - loads the JOSE library

        return jwk.read(read_json(text), skip_primes=skip)
    if text.startswith(("ssh-", "ecdsa-sha2-")):
        return load_ssh_public_key(text.encode())
    if "-----BEGIN" not in text:
        return _der(text.encode(), password, skip=skip)
    return _pem(*_key_block(text), password, skip=skip)


def _key_block(text: str) -> tuple[str, str]:
    """Return the label and the text of the block that holds the key: the private one, where there is one.

    `openssl ecparam -genkey` writes the curve's parameters first, and other tools write attributes before it.
    """
    blocks = [(label, block) for label, block in pem_blocks(text) if not _NOT_KEYS.search(label)]
    private = [(label, block) for label, block in blocks if "PRIVATE" in label]
    return (private or blocks)[0]


def _pem(label: str, block: str, password: bytes | None, *, skip: bool) -> Key:
    data = block.encode()
    if label == "CERTIFICATE":
        from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415 - rarely needed

        return load_pem_x509_certificate(data).public_key()
    if label == "OPENSSH PRIVATE KEY":
        return load_ssh_private_key(data, password if _ssh_encrypted(data) else None)
    if "PRIVATE" in label:
        given = password if "ENCRYPTED" in block else None
        return load_pem_private_key(data, given, unsafe_skip_rsa_key_validation=skip)
    return load_pem_public_key(data)


def _ssh_encrypted(data: bytes) -> bool:
    body = b"".join(data.split(b"-----", 3)[2].split())
    return b"\0\0\0\4none" not in base64.b64decode(body)[:40]


def _der(data: bytes, password: bytes | None, *, skip: bool) -> Key:
    raw = base64.b64decode(b"".join(data.split()), validate=True)
    try:
        return load_der_public_key(raw)
    except ValueError:
        return load_der_private_key(raw, password, unsafe_skip_rsa_key_validation=skip)
