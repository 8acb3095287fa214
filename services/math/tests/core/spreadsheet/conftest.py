from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from flowforge_math.core.spreadsheet.evaluating import compute, table_of
from flowforge_math.core.spreadsheet.sheet import MAIN, Sheet


@pytest.fixture(scope="session")
def value_of() -> Callable[..., Any]:
    """Return the value of a formula that is computed once, over the columns of a table."""

    def value(formula: str, data: dict[str, list[Any]] | None = None) -> Any:
        now = datetime(2026, 11, 30, 10, 30)  # noqa: DTZ001 - cells have no time zone
        return compute(Sheet({MAIN: table_of(MAIN, data or {})}, now), {}, {"x": formula}).totals["x"]

    return value
