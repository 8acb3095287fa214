"""Sign JSON Web Tokens for consumers whose signing key is stored here."""

from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from flowforge_gateway.consumers.records import JwtRecord
from flowforge_gateway.errors import InvalidConsumer, NoSigningKey


def sign_token(credential: JwtRecord, now: datetime, lifetime: timedelta) -> str:
    """Sign a token valid from *now* for *lifetime*, or until the credential expires if that is sooner."""
    if lifetime <= timedelta(0):
        raise InvalidConsumer("a token's lifetime is longer than nothing")
    end = now + lifetime
    if credential.expires is not None:
        end = min(end, credential.expires)
    issued = int(now.timestamp())
    claims = {"iss": credential.issuer, "iat": issued, "exp": int(end.timestamp())}
    header = {"alg": credential.algorithm, "typ": "JWT"}
    return jwt.encode(header, claims, _signing_key(credential), algorithms=[credential.algorithm])


def _signing_key(credential: JwtRecord) -> OctKey | RSAKey | ECKey:
    if credential.secret is not None:
        return OctKey.import_key(credential.secret)
    if credential.private_key is None:
        raise NoSigningKey("the private key of this credential is not kept here")
    kind = RSAKey if credential.algorithm == "RS256" else ECKey
    return kind.import_key(credential.private_key)
