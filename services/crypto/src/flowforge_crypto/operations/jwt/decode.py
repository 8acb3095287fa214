"""Decode a JSON Web Token (JWT) WITHOUT verifying it: anybody could have written it.

Use it to inspect tokens only. Base decisions on jwt/verify alone.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flowforge_crypto.core.jose.tokens import NotSigned, read_part
from servicekit import Inline, InvalidInput, RequestBody, operation


class NotAToken(InvalidInput):
    code = "TOKEN_MALFORMED"
    message = (
        "'token' is not a signed JSON Web Token: three base64url parts with a JSON header and JSON claims."
    )


class DecodeJwtRequest(RequestBody):
    token: Annotated[
        str,
        Field(
            max_length=1 << 20,
            description="The token in compact form: parts of base64url, separated by dots.",
        ),
    ]


class DecodeJwtResult(BaseModel):
    verified: Literal[False]
    header: dict[str, Any] = Field(description="Header of the token: its algorithm and key id.")
    claims: dict[str, Any] = Field(description="Claims of the token, which nobody has verified.")


@operation(
    "/jwt/decode",
    errors=[NotAToken],
    example={"token": "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLCJleHAiOjEzMDA4MTkzODB9."},
    run=Inline(),
    secret=True,
)
def decode_jwt(request: DecodeJwtRequest) -> DecodeJwtResult:
    parts = request.token.strip().split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, claims and signature
        raise NotAToken
    try:
        return DecodeJwtResult(verified=False, header=read_part(parts[0]), claims=read_part(parts[1]))
    except NotSigned as error:
        raise NotAToken from error
