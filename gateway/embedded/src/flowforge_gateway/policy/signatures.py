"""Verify JWT signatures. The credential determines the algorithm, never the token."""

from collections.abc import Callable

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import deserialize_compact

from flowforge_gateway.declaration.entities import JwtCredential
from flowforge_gateway.errors import InvalidDeclaration

Verifier = Callable[[str], bool]


def verifier(credential: JwtCredential) -> Verifier:
    """Return a function that verifies a token's signature with the credential's key."""
    key = _key(credential)
    algorithms = [credential.algorithm]

    def verify(token: str) -> bool:
        try:
            deserialize_compact(token, key, algorithms=algorithms)
        except (JoseError, ValueError):
            return False
        return True

    return verify


def _key(credential: JwtCredential) -> OctKey | RSAKey | ECKey:
    try:
        match credential.algorithm:
            case "HS256":
                return OctKey.import_key(credential.secret or "")
            case "RS256":
                return RSAKey.import_key(credential.rsa_public_key or "")
            case "ES256":
                return ECKey.import_key(credential.rsa_public_key or "")
    except (JoseError, ValueError) as error:
        raise InvalidDeclaration(f"JWT credential {credential.key}: its key cannot be read") from error
