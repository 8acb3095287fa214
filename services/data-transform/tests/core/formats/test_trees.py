import datetime as dt
from decimal import Decimal

from flowforge_data.core.formats.trees import plain


def test_plain_values() -> None:
    given = {
        1: {"b", "c", "a"},
        "d": dt.date(2024, 2, 1),
        "x": b"\x01",
        "n": Decimal("1.5"),
        "huge": Decimal("1e999"),
    }
    assert plain(given) == {"1": ["a", "b", "c"], "d": "2024-02-01", "x": "01", "n": 1.5, "huge": "1E+999"}
