"""The keys of JOSE operations: a shared secret, one key, or a JWK set."""

import json
from typing import Any, Self

from joserfc.jwk import OctKey
from pydantic import Field, SecretStr, model_validator

from flowforge_crypto.core.encodings.text import InputEncoding, decode
from flowforge_crypto.core.keys.jwk import JoseKey, as_jose, read, read_symmetric
from flowforge_crypto.core.keys.reading import read_key_text
from flowforge_crypto.core.keys.types import UnsuitableKey, type_of
from servicekit import InvalidInput, RequestBody

MAX_SET_KEYS = 100
AnyJoseKey = JoseKey | OctKey


class UnreadableKeySet(InvalidInput):
    code = "JWKS_UNREADABLE"
    message = "'{field}' is not a JWK set: a JSON object with 1 to 100 'keys'."


class JoseKeySource(RequestBody):
    """Exactly one of `secret` and `key`."""

    secret: SecretStr | None = Field(None, min_length=1, description="Shared secret, for HS256 and the like.")
    secret_encoding: InputEncoding = "utf-8"  # noqa: S105 - an encoding
    key: SecretStr | None = Field(
        None, description="PEM, JWK, OpenSSH or base64 DER, for RS256 and the like; or a secret as JWK."
    )

    @model_validator(mode="after")
    def _has_one_key(self) -> Self:
        given = [name for name in self.key_fields() if getattr(self, name) is not None]
        if len(given) != 1:
            names = [f"'{name}'" for name in self.key_fields()]
            raise ValueError(f"give exactly one of {', '.join(names[:-1])} and {names[-1]}")
        return self

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        return ("secret", "key")

    def jose_key(self) -> AnyJoseKey:
        """Return what was given. Raises UndecodableText, UnreadableKey, EncryptedKey, UnsuitableKey."""
        if self.secret is not None:
            raw = decode(self.secret.get_secret_value(), self.secret_encoding, "secret")
            return OctKey(raw, raw)
        text = self.key.get_secret_value() if self.key else ""
        if (shared := read_symmetric(text)) is not None:
            return OctKey(shared, shared)
        key = read_key_text(text, "key")
        try:
            return as_jose(key)
        except ValueError as error:
            raise UnsuitableKey(
                field="key", type=type_of(key), purpose="a token", allowed="RSA, EC, Ed25519 or X25519"
            ) from error


def key_set(document: Any, field: str, key_id: str | None) -> list[AnyJoseKey]:
    """Return the keys of a JWK set that may fit: those with this id, or all. Raises UnreadableKeySet.

    Keys of types that we do not know, and symmetric ones, are passed over: a set is public.
    """
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list) or not 1 <= len(keys) <= MAX_SET_KEYS:
        raise UnreadableKeySet(field=field)
    fitting: list[AnyJoseKey] = []
    for one in keys:
        if not isinstance(one, dict) or one.get("use", "sig") != "sig":
            continue
        if key_id is None or one.get("kid") in (None, key_id):
            try:
                fitting.append(as_jose(read(one, skip_primes=True)))
            except ValueError:
                continue
    return fitting


def read_key_set(text: str, field: str, key_id: str | None) -> list[AnyJoseKey]:
    """As `key_set`, from JSON."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableKeySet(field=field) from error
    return key_set(document, field, key_id)
