"""Tokens that look like what they stand for: each digit or letter becomes another, all else stays in place.

FF1 (NIST SP 800-38G) under a key that HKDF-SHA256 derives from the caller's; its tweak is the associated
data. Nothing marks them, and nothing tells a wrong key: whoever turns them back has to know where they stand.
"""

import string
from typing import Any, Literal

from flowforge_crypto.core.encryption.fields.format_preserving import FF1, OutsideDomain
from flowforge_crypto.core.encryption.fields.sealing import derive
from servicekit import InvalidInput

TokenFormat = Literal["digits", "lowercase-alphanumeric", "alphanumeric"]
_ALPHABETS: dict[TokenFormat, str] = {
    "digits": string.digits,
    "lowercase-alphanumeric": string.digits + string.ascii_lowercase,
    "alphanumeric": string.digits + string.ascii_letters,
}


class FormatNotForField(InvalidInput):
    code = "JSON_FIELD_FORMAT_UNSUITABLE"
    message = (
        "A field in 'paths' must be a text with 6 to 4096 digits, or with 4 to 4096 letters and digits if "
        "'format' is alphanumeric."
    )


class FormattedTokens:
    """Makes tokens of one format under one key and one context, and turns them back."""

    def __init__(self, key: bytes, associated_data: bytes, token_format: TokenFormat) -> None:
        self._alphabet = _ALPHABETS[token_format]
        self._places = {character: place for place, character in enumerate(self._alphabet)}
        derived = derive(key, f"flowforge json {token_format} 1".encode("ascii"), 32)
        self._ff1 = FF1(derived, len(self._alphabet))
        self._tweak = associated_data

    def make(self, value: Any) -> str:
        """Raises FormatNotForField."""
        return self._change(value, self._ff1.encrypt)

    def turn_back(self, value: Any) -> str:
        """Raises FormatNotForField."""
        return self._change(value, self._ff1.decrypt)

    def _change(self, value: Any, walk: Any) -> str:
        if not isinstance(value, str):
            raise FormatNotForField
        try:
            changed = walk([self._places[one] for one in value if one in self._places], self._tweak)
        except OutsideDomain as error:
            raise FormatNotForField from error
        numerals = iter(changed)
        return "".join(self._alphabet[next(numerals)] if one in self._places else one for one in value)
