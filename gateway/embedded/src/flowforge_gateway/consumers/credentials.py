"""Create credentials: API keys, passwords, and JWT signing keys."""

import secrets
from datetime import datetime
from uuid import uuid4

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from flowforge_gateway.consumers.records import Algorithm, JwtRecord, KeyRecord, LoginRecord
from flowforge_gateway.errors import InvalidConsumer

KEY_PREFIX = "ff_"
_SECRET_BYTES = 32
_RSA_BITS = 2048


def new_key(created: datetime, expires: datetime | None) -> KeyRecord:
    """Create an API key of 256 random bits."""
    secret = KEY_PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    return KeyRecord(id=str(uuid4()), secret=secret, created=created, expires=expires)


def new_login(username: str, created: datetime, expires: datetime | None) -> LoginRecord:
    """Create a password of 256 random bits for *username*."""
    password = secrets.token_urlsafe(_SECRET_BYTES)
    return LoginRecord(
        id=str(uuid4()), username=username, password=password, created=created, expires=expires
    )


def new_jwt(
    algorithm: Algorithm, public_key: str | None, created: datetime, expires: datetime | None
) -> JwtRecord:
    """Create a JWT credential. With *public_key* (PEM) the consumer signs tokens with its own private key."""
    secret = private = None
    if algorithm == "HS256":
        if public_key is not None:
            raise InvalidConsumer("HS256 signs with a shared secret: leave the public key out")
        secret = secrets.token_urlsafe(_SECRET_BYTES)
    elif public_key is not None:
        public_key = _checked_public_key(algorithm, public_key)
    else:
        public_key, private = _new_pair(algorithm)
    return JwtRecord(
        id=str(uuid4()),
        issuer=f"ff-{uuid4()}",
        algorithm=algorithm,
        secret=secret,
        public_key=public_key,
        private_key=private,
        created=created,
        expires=expires,
    )


def _new_pair(algorithm: Algorithm) -> tuple[str, str]:
    key = RSAKey.generate_key(_RSA_BITS) if algorithm == "RS256" else ECKey.generate_key("P-256")
    return key.as_pem(private=False).decode(), key.as_pem(private=True).decode()


def _checked_public_key(algorithm: Algorithm, pem: str) -> str:
    try:
        key = RSAKey.import_key(pem) if algorithm == "RS256" else ECKey.import_key(pem)
    except (ValueError, JoseError) as error:
        raise InvalidConsumer(f"the public key is no PEM key for {algorithm}") from error
    if key.is_private:
        raise InvalidConsumer("that is a private key: keep it, and hand over the public one")
    if isinstance(key, ECKey) and key.curve_name != "P-256":
        raise InvalidConsumer(f"ES256 needs a key on P-256, not {key.curve_name}")
    return key.as_pem(private=False).decode()
