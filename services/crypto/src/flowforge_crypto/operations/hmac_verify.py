"""Verify the HMAC of a text or a file, in constant time."""

import hmac

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import ByteEncoding, UndecodableText, decode
from flowforge_crypto.core.signatures.macs import KeyedForm, compute_hmac
from servicekit import Inline, operation


class HmacVerifyForm(KeyedForm):
    hmac: str = Field(description="The HMAC that came with the data, whole.")
    hmac_encoding: ByteEncoding = Field(default="hex", description="Encoding of `hmac`.")


class HmacVerifyResult(BaseModel):
    valid: bool = Field(description="Whether the HMAC belongs to this content and key.")


@operation(
    "/hmac-verify",
    errors=[UndecodableText],
    example={
        "text": "what do ya want for nothing?",
        "key": "Jefe",
        "hmac": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    },
    run=Inline(),
    secret=True,
)
def verify_hmac(form: HmacVerifyForm) -> HmacVerifyResult:
    claimed = decode(form.hmac, form.hmac_encoding, "hmac")
    return HmacVerifyResult(valid=hmac.compare_digest(compute_hmac(form), claimed))
