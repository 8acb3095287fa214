from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.fields.json_paths import InvalidJsonPath, RootChosen
from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.operations.json.decrypt import DecryptJsonRequest, decrypt_json
from flowforge_crypto.operations.json.encrypt import EncryptJsonRequest, encrypt_json

KEY = "00" * 32
DOCUMENT = {"id": 7, "customer": {"email": "alice@example.com", "age": 41}}


def test_only_the_chosen_fields_and_back() -> None:
    paths = ["$.customer.email", "$..age"]
    made = encrypt_json(EncryptJsonRequest(document=DOCUMENT, paths=paths, key=KEY, associated_data="7"))
    assert (made.fields, made.document["id"]) == (2, 7)
    assert made.document["customer"]["email"].startswith("ffj1:")
    back = decrypt_json(DecryptJsonRequest(document=made.document, key=KEY, associated_data="7"))
    assert back.document == DOCUMENT


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"key": "00"}, InvalidKey),
        ({"paths": ["email"]}, InvalidJsonPath),
        ({"paths": ["$"]}, RootChosen),
        ({"associated_data": "\ud800"}, UndecodableText),
        ({"paths": []}, ValidationError),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        encrypt_json(EncryptJsonRequest(**{"document": DOCUMENT, "paths": ["$.id"], "key": KEY} | values))
