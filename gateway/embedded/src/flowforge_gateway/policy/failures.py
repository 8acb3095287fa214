"""Reasons for rejecting a credential, as the caller reads them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """The reason why a credential was rejected."""

    message: str
    final: bool = False  # no other credential of the request is tried


UNKNOWN_KEY = Failure("This API key is not valid")
EXPIRED_KEY = Failure("This API key has expired; use a newer one")
REVOKED_KEY = Failure("This API key has been revoked")
REPEATED_KEY = Failure("The API key was sent more than once; send it in one header")
REPEATED_AUTHORIZATION = Failure("The Authorization header was sent more than once")
# One sentence for both: whether an issuer or a user exists is told to nobody.
UNKNOWN_TOKEN = Failure("The JSON Web Token's issuer or signature is not valid")
WRONG_LOGIN = Failure("The user name or the password is wrong")
TOKEN_WITHOUT_EXPIRY = Failure("The JSON Web Token has no expiration time: the claim 'exp' is required")
EXPIRED_TOKEN = Failure("The JSON Web Token has expired")
# As on Kong, where the token counts as the request's credential before its nbf is checked.
EARLY_TOKEN = Failure("The token is not valid yet", final=True)
