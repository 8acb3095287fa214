"""What a JWK says that it may be used for: `alg`, `use` and `key_ops` (RFC 7517, sections 4.2 to 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

from flowforge_crypto.core.encodings.strict_json import NotStrictJson, read_json
from servicekit import InvalidInput

KeyOperation = Literal["sign", "verify", "encrypt", "decrypt"]
_USE_OF: dict[KeyOperation, str] = {"sign": "sig", "verify": "sig", "encrypt": "enc", "decrypt": "enc"}
_OPERATIONS: dict[KeyOperation, frozenset[str]] = {
    "sign": frozenset({"sign"}),
    "verify": frozenset({"verify"}),
    "encrypt": frozenset({"encrypt", "wrapKey", "deriveKey", "deriveBits"}),
    "decrypt": frozenset({"decrypt", "unwrapKey", "deriveKey", "deriveBits"}),
}
_COUNTERPART: dict[KeyOperation, KeyOperation] = {"verify": "sign", "encrypt": "decrypt"}
_SAME = (frozenset({"EdDSA", "Ed25519"}),)
MEMBERS: Final = ("alg", "use", "key_ops")


class KeyNotForUse(InvalidInput):
    code = "KEY_USE_MISMATCH"
    message = "'{field}' is a JWK with '{member}' {value}: it must not be used {purpose}."


@dataclass(frozen=True, slots=True)
class JwkTerms:
    """The restrictions of one key. All are None for keys in other formats, which carry none."""

    algorithm: str | None = None
    use: str | None = None
    operations: frozenset[str] | None = None
    is_private: bool = False

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Read the terms of a JWK. Raises ValueError for members of another type than RFC 7517 has."""
        algorithm, use = document.get("alg"), document.get("use")
        operations = document.get("key_ops")
        if not all(one is None or isinstance(one, str) for one in (algorithm, use)):
            raise ValueError("'alg' and 'use' are text")
        if operations is not None and (
            not isinstance(operations, list) or not all(isinstance(one, str) for one in operations)
        ):
            raise ValueError("'key_ops' is a list of texts")
        private = document.get("kty") == "oct" or "d" in document or "priv" in document
        return cls(algorithm, use, frozenset(operations) if operations else None, private)

    def require(self, operation: KeyOperation, field: str) -> None:
        """Raise KeyNotForUse unless `use` and `key_ops` allow *operation*.

        A private key that may sign also serves to verify, as its public half would.
        """
        if self.use is not None and self.use != _USE_OF[operation]:
            raise KeyNotForUse(field=field, member="use", value=repr(self.use), purpose=f"to {operation}")
        allowed = _OPERATIONS[operation]
        if self.is_private and operation in _COUNTERPART:
            allowed |= _OPERATIONS[_COUNTERPART[operation]]
        if self.operations is not None and not self.operations & allowed:
            told = ", ".join(sorted(self.operations))
            raise KeyNotForUse(field=field, member="key_ops", value=told, purpose=f"to {operation}")

    def allows(self, operation: KeyOperation) -> bool:
        """Return whether `use` and `key_ops` allow *operation*."""
        try:
            self.require(operation, "key")
        except KeyNotForUse:
            return False
        return True

    def allows_algorithm(self, *names: str) -> bool:
        """Return whether `alg` is absent or one of the JOSE algorithm *names*."""
        if self.algorithm is None or self.algorithm in names:
            return True
        return any(self.algorithm in same and same & set(names) for same in _SAME)

    def require_algorithm(self, names: Sequence[str], field: str, told: str) -> None:
        """Raise KeyNotForUse unless `alg` is absent or one of *names*; *told* is what callers call it."""
        if not self.allows_algorithm(*names):
            raise KeyNotForUse(field=field, member="alg", value=repr(self.algorithm), purpose=f"with {told}")


UNRESTRICTED = JwkTerms()


def terms_of(text: str) -> JwkTerms:
    """Return the terms of the key in *text*; UNRESTRICTED for PEM and for text that is no JWK."""
    if not text.lstrip().startswith("{"):
        return UNRESTRICTED
    try:
        document = read_json(text)
        return JwkTerms.of(document) if isinstance(document, dict) else UNRESTRICTED
    except (NotStrictJson, ValueError):
        return UNRESTRICTED
