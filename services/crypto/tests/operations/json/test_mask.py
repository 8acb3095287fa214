from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encryption.fields.json_paths import InvalidJsonPath, RootChosen
from flowforge_crypto.operations.json.mask import MaskJsonRequest, mask_json
from servicekit import InvalidInput, parse_json


@pytest.mark.parametrize(
    ("value", "options", "masked"),
    [
        ("4111 1111 1111 1111", {}, "**** **** **** 1111"),
        ("4111 1111 1111 1111", {"keep_separators": False}, "***************1111"),
        ("alice@example.com", {"keep_first": 1}, "a****@*******.com"),
        ("DE89370400440532013000", {"keep_first": 4}, "DE89**************3000"),
        ("secret", {}, "***ret"),
        ("ab", {}, "*b"),
        ("a", {}, "*"),
        ("", {}, ""),
        ("secret", {"keep_last": 0, "character": "#"}, "######"),
        (123456789, {}, "*****6789"),
        (None, {}, None),
        (["secret", {"a": "secret"}], {"keep_last": 0}, ["******", {"a": "******"}]),
    ],
)
def test_masks(value: Any, options: Any, masked: Any) -> None:
    request = MaskJsonRequest(document={"field": value, "other": "stays"}, paths=["$.field"], **options)
    result = mask_json(request)
    assert result.document == {"field": masked, "other": "stays"}
    assert result.fields == 1


def test_errors() -> None:
    with pytest.raises(InvalidJsonPath):
        mask_json(MaskJsonRequest(document={}, paths=["x"]))
    with pytest.raises(RootChosen):
        mask_json(MaskJsonRequest(document={}, paths=["$"]))
    with pytest.raises(ValidationError):
        MaskJsonRequest(document={}, paths=["$.a"], character="**")


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_numbers_that_no_response_can_carry(number: Any) -> None:
    with pytest.raises(InvalidInput, match="holds a number outside the range of JSON"):
        parse_json(MaskJsonRequest, f'{{"document": {{"a": {number}}}, "paths": ["$.b"]}}'.encode())
