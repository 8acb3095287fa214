from typing import Any

import pytest

from flowforge_crypto.core.encryption.fields.json_paths import InvalidJsonPath, RootChosen
from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.operations.json.decrypt import DecryptJsonRequest, decrypt_json
from flowforge_crypto.operations.json.tokenize import TokenizeJsonRequest, tokenize_json

KEY = "00" * 32
ROWS = [{"email": "a@example.com"}, {"email": "b@example.com"}, {"email": "a@example.com"}]


def test_equal_values_have_equal_tokens_and_come_back() -> None:
    made = tokenize_json(TokenizeJsonRequest(document=ROWS, paths=["$[*].email"], key=KEY))
    first, second, third = (row["email"] for row in made.document)
    assert first == third != second
    assert first.startswith("fft1:")
    assert made.fields == 3
    assert decrypt_json(DecryptJsonRequest(document=made.document, key=KEY)).document == ROWS


@pytest.mark.parametrize(
    ("values", "error"),
    [({"key": "00"}, InvalidKey), ({"paths": ["email"]}, InvalidJsonPath), ({"paths": ["$"]}, RootChosen)],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        tokenize_json(TokenizeJsonRequest(**{"document": ROWS, "paths": ["$[0]"], "key": KEY} | values))
