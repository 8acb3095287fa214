"""Keyed hashes: HMAC over data in pieces."""

import hmac
from typing import Literal

from pydantic import Field, SecretStr

from flowforge_crypto.core.encodings.text import InputEncoding, decode
from flowforge_crypto.core.signatures.sources import TextOrFile

HmacAlgorithm = Literal[
    "sha256", "sha224", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512", "sha1", "md5"
]


class KeyedForm(TextOrFile):
    """Data and the key that authenticates it."""

    key: SecretStr = Field(min_length=1, description="The shared secret.")
    key_encoding: InputEncoding = "utf-8"
    algorithm: HmacAlgorithm = Field(default="sha256", description="Hash function of the HMAC.")


def compute_hmac(form: KeyedForm) -> bytes:
    """Return the HMAC (RFC 2104) of the form's data. Raises UndecodableText for its text or key."""
    key = decode(form.key.get_secret_value(), form.key_encoding, "key")
    state = hmac.new(key, digestmod=form.algorithm.replace("-", "_"))
    for piece in form.pieces():
        state.update(piece)
    return state.digest()
