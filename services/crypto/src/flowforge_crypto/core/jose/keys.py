"""The keys of JOSE operations: a shared secret, one key, or a JWK set."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from joserfc.jwk import OctKey
from pydantic import Field, SecretStr, model_validator

from flowforge_crypto.core.encodings.strict_json import NotStrictJson, read_json
from flowforge_crypto.core.encodings.text import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.keys.jwk import JoseKey, as_jose, read, read_symmetric
from flowforge_crypto.core.keys.jwk_terms import UNRESTRICTED, JwkTerms, KeyOperation, terms_of
from flowforge_crypto.core.keys.reading import KEY_ERRORS, read_key_text
from flowforge_crypto.core.keys.strength import WeakKey, require_strong
from flowforge_crypto.core.keys.types import UnsuitableKey, type_of
from servicekit import InvalidInput, RequestBody

MAX_SET_KEYS = 100
AnyJoseKey = JoseKey | OctKey
_KEY_MARKS = (b"-----BEGIN", b"ssh-", b"ecdsa-sha2-")


class UnreadableKeySet(InvalidInput):
    code = "JWKS_UNREADABLE"
    message = "'{field}' is not a JWK set: a JSON object with 1 to 100 'keys'."


class SecretIsKey(InvalidInput):
    code = "SECRET_IS_KEY"
    message = (
        "'secret' holds a {kind}, not a shared secret: give it as 'key'. A public key used as a secret lets "
        "anybody sign."
    )


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key as the JOSE library holds it, and what it may be used for."""

    key: AnyJoseKey
    terms: JwkTerms = UNRESTRICTED

    @property
    def secret(self) -> bytes | None:
        """The bytes of a shared secret; None for key pairs."""
        return self.key.raw_value if isinstance(self.key, OctKey) else None

    def permitted(self, algorithms: Iterable[str]) -> tuple[str, ...]:
        """Return those of *algorithms* that `alg` of the JWK allows."""
        return tuple(one for one in algorithms if self.terms.allows_algorithm(one))


class JoseKeySource(RequestBody):
    """Exactly one of `secret` and `key`."""

    secret: SecretStr | None = Field(
        None, min_length=1, description="Shared secret, for HS256, HS384, HS512 and A256KW."
    )
    secret_encoding: InputEncoding = "utf-8"  # noqa: S105 - an encoding
    key: SecretStr | None = Field(
        None,
        description="Key for RS256, ES256, EdDSA and others: PEM, JWK, OpenSSH or base64 DER. A JWK may also "
        "hold a shared secret; its 'alg', 'use' and 'key_ops' are honored.",
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

    def jose_key(self, operation: KeyOperation) -> TokenKey:
        """Return what was given, for *operation*. Raises JOSE_KEY_ERRORS."""
        if self.secret is not None:
            return TokenKey(_shared(self.secret.get_secret_value(), self.secret_encoding))
        text = self.key.get_secret_value() if self.key else ""
        terms = terms_of(text)
        if (shared := read_symmetric(text)) is not None:
            terms.require(operation, "key")
            return TokenKey(OctKey(shared, shared), terms)
        key = read_key_text(text, "key")
        terms.require(operation, "key")
        require_strong(key, "key")
        try:
            return TokenKey(as_jose(key), terms)
        except ValueError as error:
            allowed = "RSA, EC (P-256, P-384, P-521, secp256k1), Ed25519 or X25519"
            raise UnsuitableKey(field="key", type=type_of(key), purpose="a token", allowed=allowed) from error


JOSE_KEY_ERRORS = (UndecodableText, *KEY_ERRORS, UnsuitableKey, WeakKey, SecretIsKey)


def key_set(document: Any, field: str, key_id: str | None) -> list[TokenKey]:
    """Return the keys of a JWK set that may verify: those with this id, or all. Raises UnreadableKeySet.

    Keys of unknown types, weak and symmetric ones, and those for another use are skipped: a set is public.
    """
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list) or not 1 <= len(keys) <= MAX_SET_KEYS:
        raise UnreadableKeySet(field=field)
    fitting = []
    for one in keys:
        if isinstance(one, dict) and (key_id is None or one.get("kid") in (None, key_id)):
            try:
                terms, key = JwkTerms.of(one), read(one, skip_primes=True)
                require_strong(key, field)
                fitting.append((terms, as_jose(key)))
            except (ValueError, WeakKey):
                continue
    return [TokenKey(key, terms) for terms, key in fitting if terms.allows("verify")]


def read_key_set(text: str | bytes, field: str) -> Any:
    """Parse the JSON of a JWK set. Raises UnreadableKeySet."""
    try:
        return read_json(text)
    except NotStrictJson as error:
        raise UnreadableKeySet(field=field) from error


def _shared(text: str, encoding: InputEncoding) -> OctKey:
    raw = decode(text, encoding, "secret")
    if raw.lstrip(b" \t\r\n\"'").startswith(_KEY_MARKS):
        raise SecretIsKey(kind="key in PEM or OpenSSH form")
    if raw.lstrip().startswith(b"{") and b'"kty"' in raw:
        raise SecretIsKey(kind="JWK")
    return OctKey(raw, raw)
