"""Compute the HMAC of a text or a file with a shared key (RFC 2104)."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import OutputEncoding, UndecodableText, encode
from flowforge_crypto.core.signatures.digests import WEAK
from flowforge_crypto.core.signatures.macs import HmacAlgorithm, KeyedForm, compute_hmac
from servicekit import Inline, operation


class HmacForm(KeyedForm):
    output: OutputEncoding = "hex"


class HmacResult(BaseModel):
    algorithm: HmacAlgorithm = Field(description="Hash function that was used.")
    hmac: str = Field(description="The HMAC in the requested encoding.")
    weak: bool = Field(
        description="Whether the hash function is obsolete: use it only where another system requires it."
    )


@operation(
    "/hmac",
    errors=[UndecodableText],
    example={"text": "hello", "key": "a shared secret"},
    run=Inline(),
    secret=True,
)
def authenticate_data(form: HmacForm) -> HmacResult:
    mac = encode(compute_hmac(form), form.output)
    return HmacResult(algorithm=form.algorithm, hmac=mac, weak=form.algorithm in WEAK)
