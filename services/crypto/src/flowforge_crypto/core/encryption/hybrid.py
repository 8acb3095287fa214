"""Hybrid public key encryption (RFC 9180), with ML-KEM alone or beside X25519 where that is wanted."""

from dataclasses import dataclass
from typing import Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from flowforge_crypto.core.keys.jwk_terms import terms_of
from flowforge_crypto.core.keys.reading import read_private, read_public
from flowforge_crypto.core.keys.types import UnsuitableKey, type_of
from servicekit import InvalidInput

_seal, _unseal = openssl.hpke._encrypt_with_aad, openssl.hpke._decrypt_with_aad  # noqa: SLF001 - decision 0032
HpkeCipher = Literal["aes-128-gcm", "aes-256-gcm", "chacha20-poly1305"]
HpkeKdf = Literal["hkdf-sha256", "hkdf-sha384", "hkdf-sha512"]
_KEMS = {
    "x25519": KEM.X25519,
    "ec-p256": KEM.P256,
    "ec-p384": KEM.P384,
    "ec-p521": KEM.P521,
    "ml-kem-768": KEM.MLKEM768,
    "ml-kem-1024": KEM.MLKEM1024,
}
_KDFS = {"hkdf-sha256": KDF.HKDF_SHA256, "hkdf-sha384": KDF.HKDF_SHA384, "hkdf-sha512": KDF.HKDF_SHA512}
_AEADS = {
    "aes-128-gcm": AEAD.AES_128_GCM,
    "aes-256-gcm": AEAD.AES_256_GCM,
    "chacha20-poly1305": AEAD.CHACHA20_POLY1305,
}


class HybridUndecryptable(InvalidInput):
    code = "HPKE_NOT_DECRYPTABLE"
    message = (
        "'ciphertext' cannot be decrypted: wrong 'key', 'algorithm', 'key_derivation', 'info' or "
        "'associated_data', or it was changed."
    )


@dataclass(frozen=True, slots=True)
class HpkeTerms:
    """What both sides have to agree on beside the key: RFC 9180's suite, info and aad."""

    cipher: HpkeCipher = "aes-256-gcm"
    kdf: HpkeKdf = "hkdf-sha256"
    info: bytes = b""
    associated_data: bytes = b""

    def suite(self, kem: KEM) -> Suite:
        return Suite(kem, _KDFS[self.kdf], _AEADS[self.cipher])


@dataclass(frozen=True, slots=True)
class HpkeMessage:
    """A sealed message: the encapsulated key stands before the ciphertext."""

    sealed: bytes
    encapsulated_bytes: int
    key_encapsulation: str


def encrypt_to(key: str, second: str | None, terms: HpkeTerms, plaintext: bytes) -> HpkeMessage:
    """Seal one message in base mode.

    With *second*, an ML-KEM-768 key, *key* is an X25519 one: both would have to be broken. Raises the errors
    of reading a key and UnsuitableKey.
    """
    public: Any = read_public(key, "encrypt")
    name, kem = _kem(public)
    _require_hpke(key, "key")
    if second is not None:
        other: Any = read_public(second, "encrypt", "post_quantum_key")
        _require_hpke(second, "post_quantum_key")
        _require_pair(public, other)
        public, name, kem = MLKEM768X25519PublicKey(other, public), "ml-kem-768+x25519", KEM.MLKEM768_X25519
    sealed = _seal(terms.suite(kem), plaintext, public, terms.info, terms.associated_data)
    return HpkeMessage(sealed, kem.enc_length(), name)


def decrypt_with(key: str, second: str | None, terms: HpkeTerms, sealed: bytes) -> bytes:
    """Return the plaintext. Raises the errors of reading a key, UnsuitableKey, HybridUndecryptable."""
    private: Any = read_private(key, "decrypt")
    _, kem = _kem(private)
    _require_hpke(key, "key")
    if second is not None:
        other: Any = read_private(second, "decrypt", "post_quantum_key")
        _require_hpke(second, "post_quantum_key")
        _require_pair(private, other)
        private, kem = MLKEM768X25519PrivateKey(other, private), KEM.MLKEM768_X25519
    try:
        return _unseal(terms.suite(kem), sealed, private, terms.info, terms.associated_data)
    except (InvalidTag, ValueError) as error:
        raise HybridUndecryptable from error


def _kem(key: Any) -> tuple[str, KEM]:
    name = type_of(key)
    if name not in _KEMS:
        raise UnsuitableKey(field="key", type=name, purpose="HPKE", allowed=", ".join(_KEMS))
    return name, _KEMS[name]


def _require_hpke(text: str, field: str) -> None:
    """Raise KeyNotForUse for a JWK whose `alg` names something else than HPKE."""
    terms = terms_of(text)
    hpke = terms.algorithm is not None and terms.algorithm.startswith("HPKE")
    terms.require_algorithm([terms.algorithm or ""] if hpke else [], field, "HPKE")


def _require_pair(first: Any, second: Any) -> None:
    if type_of(first) != "x25519":
        allowed = "x25519 beside 'post_quantum_key'"
        raise UnsuitableKey(field="key", type=type_of(first), purpose="hybrid HPKE", allowed=allowed)
    if type_of(second) != "ml-kem-768":
        raise UnsuitableKey(
            field="post_quantum_key", type=type_of(second), purpose="hybrid HPKE", allowed="ml-kem-768"
        )
