"""Create a certificate revocation list (CRL) with a certificate authority's key (RFC 5280, section 5).

A list replaces the previous one: include all revoked certificates, not only the new ones.
"""

from typing import Annotated

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.certificates.example import AUTHORITY, KEY
from flowforge_crypto.core.certificates.making import (
    SIGNING_KEY_ERRORS,
    NotTheIssuer,
    require_issuer,
    signing_key,
)
from flowforge_crypto.core.certificates.reading import CERTIFICATE_ERRORS, read_certificates, to_pem
from flowforge_crypto.core.certificates.revocation.making import ListTerms, Revocation, make_list
from flowforge_crypto.core.certificates.revocation.reading import RevocationListInfo, describe_list
from servicekit import InvalidInput, RequestBody, operation


class SerialTwice(InvalidInput):
    code = "CRL_SERIAL_TWICE"
    message = "'revoked.{number}' repeats the serial number of an earlier entry."


class CreateCrlRequest(RequestBody):
    key: SecretStr = Field(description="The private key of the certificate authority.")
    issuer_certificate: str = Field(description="Its certificate, PEM or base64 DER.")
    revoked: list[Revocation] = Field(
        default_factory=list,
        max_length=10_000,
        description="The certificates to revoke; the list may be empty.",
    )
    number: Annotated[int, Field(ge=0, lt=1 << 63)] | None = Field(
        None,
        description="Must be higher than the previous list's number; by default the time in milliseconds.",
    )
    days: Annotated[int, Field(ge=1, le=3650)] = Field(30, description="How long the list is valid.")


class CreateCrlResult(BaseModel):
    crl: str = Field(description="PEM.")
    info: RevocationListInfo = Field(description="What the list says.")


@operation(
    "/x509/create-crl",
    errors=[*SIGNING_KEY_ERRORS, *CERTIFICATE_ERRORS, NotTheIssuer, SerialTwice],
    example={
        "key": KEY,
        "issuer_certificate": AUTHORITY,
        "revoked": [{"serial_number": "0a:1b:2c", "reason": "keyCompromise"}],
    },
    secret=True,
)
def create_crl(request: CreateCrlRequest) -> CreateCrlResult:
    key = signing_key(request.key.get_secret_value(), "key")
    issuer = read_certificates(request.issuer_certificate, "issuer_certificate")[0]
    require_issuer(issuer, key, "this list")
    seen: set[int] = set()
    for number, one in enumerate(request.revoked):
        if one.serial in seen:
            raise SerialTwice(number=number)
        seen.add(one.serial)
    made = make_list(issuer, key, request.revoked, ListTerms(request.number, request.days))
    return CreateCrlResult(crl=to_pem(made), info=describe_list(made, "crl"))
