from typing import Any

import pytest


def test_jsonata(queries: Any) -> None:
    assert queries.result("jsonata", "$sum(store.book.price)") == pytest.approx(30.93)
    assert queries.result("jsonata", "store.book[price > 10].{'t': title}") == {"t": "Sword of Honour"}


def test_variables(queries: Any) -> None:
    query = "store.book[price > $least].title"
    assert queries.result("jsonata", query, variables={"least": 10}) == "Sword of Honour"
