from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encryption.fields.formatted_tokens import FormatNotForField
from flowforge_crypto.core.encryption.fields.json_paths import InvalidJsonPath
from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.operations.json.detokenize import DetokenizeJsonRequest, detokenize_json
from flowforge_crypto.operations.json.tokenize import TokenizeJsonRequest, tokenize_json

DOCUMENT = {"id": 7, "cards": ["4111 1111 1111 1111", "5500-0000-0000-0004"], "name": "Alice"}
REQUEST: dict[str, Any] = {
    "paths": ["$.cards[*]"],
    "key": "00" * 32,
    "associated_data": "7",
    "format": "digits",
}


def test_both_ways() -> None:
    made = tokenize_json(TokenizeJsonRequest(document=DOCUMENT, **REQUEST))
    assert made.fields == 2
    assert [len(one) for one in made.document["cards"]] == [19, 19]
    assert made.document["cards"] != DOCUMENT["cards"]
    back = detokenize_json(DetokenizeJsonRequest(document=made.document, **REQUEST))
    assert (back.document, back.fields) == (DOCUMENT, 2)
    other = detokenize_json(DetokenizeJsonRequest(document=made.document, **REQUEST | {"key": "11" * 32}))
    assert other.document["cards"] != DOCUMENT["cards"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"paths": ["$.name"]}, FormatNotForField),
        ({"paths": ["$.id"]}, FormatNotForField),
        ({"paths": ["cards"]}, InvalidJsonPath),
        ({"key": "short"}, InvalidKey),
        ({"format": "letters"}, ValidationError),
    ],
)
def test_errors(change: Any, error: Any) -> None:
    with pytest.raises(error):
        detokenize_json(DetokenizeJsonRequest(document=DOCUMENT, **REQUEST | change))
