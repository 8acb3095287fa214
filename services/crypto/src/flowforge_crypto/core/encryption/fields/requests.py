"""What encrypting and tokenizing fields of JSON have in common: the request, its errors, an example."""

from pydantic import Field, SecretStr

from flowforge_crypto.core.encodings.strict_json import JsonDocument
from flowforge_crypto.core.encodings.text import UndecodableText, decode
from flowforge_crypto.core.encryption.fields.formatted_tokens import FormattedTokens, TokenFormat
from flowforge_crypto.core.encryption.fields.json_paths import (
    InvalidJsonPath,
    Paths,
    RootChosen,
    TooManyFields,
)
from flowforge_crypto.core.encryption.fields.sealing import FieldSealer
from flowforge_crypto.core.encryption.key_source import InvalidKey, read_key
from servicekit import RequestBody

FIELDS_ERRORS = (InvalidKey, UndecodableText, InvalidJsonPath, RootChosen, TooManyFields)
FIELDS_EXAMPLE = {
    "document": {"id": 7, "customer": {"email": "alice@example.com"}},
    "paths": ["$.customer.email"],
    "key": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
}


class FieldsRequest(RequestBody):
    document: JsonDocument = Field(description="Any JSON value, usually an object or a list of objects.")
    paths: Paths
    key: SecretStr = Field(description="256-bit key as hex, base64 or base64url.")
    associated_data: str = Field("", description="Context to bind the fields to, such as a record id.")

    def sealer(self) -> FieldSealer:
        """Return what changes the fields. Raises InvalidKey or UndecodableText."""
        return FieldSealer(*self._key_and_context())

    def formatted(self, token_format: TokenFormat) -> FormattedTokens:
        """Return what makes tokens of a format. Raises InvalidKey or UndecodableText."""
        return FormattedTokens(*self._key_and_context(), token_format)

    def _key_and_context(self) -> tuple[bytes, bytes]:
        associated = decode(self.associated_data, "utf-8", "associated_data")
        return read_key(self.key.get_secret_value()), associated
