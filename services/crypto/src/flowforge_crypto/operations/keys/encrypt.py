"""Encrypt a text under the latest version of a named key. The answer is short enough for a column."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.key_tokens import encrypt_token
from flowforge_crypto.core.keyring import Keyring
from flowforge_crypto.core.named_keys import (
    KeyDisabled,
    KeyName,
    KeyUnreadable,
    NamedKeysNotConfigured,
    UnknownKey,
)
from flowforge_crypto.settings import CryptoSettings
from servicekit import Context, RequestBody, operation


class EncryptByNameRequest(RequestBody):
    text: str
    encoding: InputEncoding = "utf-8"
    associated_data: str = Field("", description="Context to bind it to, such as a record's id.")


class EncryptByNameResult(BaseModel):
    ciphertext: str
    version: int


@operation(
    "/keys/{name}/encrypt",
    errors=[UnknownKey, KeyDisabled, UndecodableText, KeyUnreadable, NamedKeysNotConfigured],
    example={"text": "hello"},
    secret=True,
)
def encrypt_by_name(
    request: EncryptByNameRequest, name: KeyName, context: Context, settings: CryptoSettings
) -> EncryptByNameResult:
    plaintext = decode(request.text, request.encoding)
    associated = decode(request.associated_data, "utf-8", "associated_data")
    key, _ = Keyring.open(context, settings).load(name)
    return EncryptByNameResult(ciphertext=encrypt_token(name, key, plaintext, associated), version=key.latest)
