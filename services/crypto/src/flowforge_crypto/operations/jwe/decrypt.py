"""Decrypt a JSON Web Encryption (JWE) in compact form (RFC 7516). Compressed ones are refused."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, PlaintextIsBinary, present
from flowforge_crypto.core.jose.encryption import NotDecryptable, TokenAlgorithmRefused, decrypt_token
from flowforge_crypto.core.jose.keys import JOSE_KEY_ERRORS, JoseKeySource
from servicekit import operation


class DecryptJweRequest(JoseKeySource):
    token: Annotated[
        str,
        Field(
            max_length=12 << 20,
            description="The token in compact form: parts of base64url, separated by dots.",
        ),
    ]
    output: InputEncoding = Field("utf-8", description="Encoding of the text in the result.")


class DecryptJweResult(BaseModel):
    text: str = Field(description="The text in the clear.")
    header: dict[str, Any] = Field(description="Protected header of the token.")


@operation(
    "/jwe/decrypt",
    errors=[*JOSE_KEY_ERRORS, NotDecryptable, TokenAlgorithmRefused, PlaintextIsBinary],
    example={
        "token": "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9loc"
        "izkDTHzBC2IlrT1oOQ.AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ",
        "secret": "GawgguFyGrWKav7AX4VKUg",
        "secret_encoding": "base64url",
    },
    secret=True,
)
def decrypt_jwe(request: DecryptJweRequest) -> DecryptJweResult:
    header, plaintext = decrypt_token(request.token, request.jose_key("decrypt"))
    return DecryptJweResult(text=present(plaintext, request.output), header=header)
