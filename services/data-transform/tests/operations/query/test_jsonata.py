from typing import Any

import pytest


def test_jsonata(queries: Any) -> None:
    assert queries.result("jsonata", "$sum(store.book.price)") == pytest.approx(30.93)
    assert queries.result("jsonata", "store.book[price > 10].{'t': title}") == {"t": "Sword of Honour"}
