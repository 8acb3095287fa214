from decimal import Decimal

import pytest

from flowforge_data.core.formats.json_decoding import decode
from flowforge_tables import UnreadableContent


def test_numbers_keep_their_digits() -> None:
    assert decode(b"[1e999, 18446744073709551617, 1.10]") == [
        Decimal("1E+999"),
        18446744073709551617,
        Decimal("1.10"),
    ]


def test_an_exponent_without_end_is_refused() -> None:
    with pytest.raises(UnreadableContent, match="exponent of too many digits"):
        decode(b"[0.4e0066999999999999999999999999999999]")
