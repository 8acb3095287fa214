from typing import Any

import pytest

from flowforge_crypto.core.encryption.fields.formatted_tokens import FormatNotForField, FormattedTokens

KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("token_format", "value"),
    [
        ("digits", "4111 1111 1111 1111"),
        ("digits", "+49 (30) 901820"),
        ("lowercase-alphanumeric", "ab12-cd34-XY"),
        ("alphanumeric", "DE89 3704 0044 0532 0130 00"),
        ("alphanumeric", "me@example.com"),
    ],
)
def test_the_form_stays(token_format: Any, value: str) -> None:
    tokens = FormattedTokens(KEY, b"", token_format)
    token = tokens.make(value)
    assert token != value
    kept = [at for at, one in enumerate(value) if not one.isalnum()]
    assert [token[at] for at in kept] == [value[at] for at in kept]
    assert (len(token), tokens.make(value), tokens.turn_back(token)) == (len(value), token, value)


def test_keys_and_contexts_differ() -> None:
    value = "4111 1111 1111 1111"
    made = {
        FormattedTokens(key, context, "digits").make(value)
        for key in (KEY, KEY[::-1])
        for context in (b"", b"7")
    }
    assert len(made) == 4


@pytest.mark.parametrize("value", [None, 123456, "", "12345", "x" * 10, ["123456"], "1" * 4097, "Zoë 12345"])
def test_what_has_no_such_form(value: Any) -> None:
    with pytest.raises(FormatNotForField):
        FormattedTokens(KEY, b"", "digits").make(value)
