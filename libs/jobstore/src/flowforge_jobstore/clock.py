"""The clock of the database: seconds since 1970, the same for all processes that share the record."""

from typing import Any

from sqlalchemy import Double
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

NOW = {
    "postgresql": "EXTRACT(EPOCH FROM clock_timestamp())::double precision",
    "sqlite": "((julianday('now') - 2440587.5) * 86400.0)",
}


class DatabaseNow(FunctionElement[float]):
    """The time at which the statement runs."""

    type = Double()
    inherit_cache = True


@compiles(DatabaseNow, "postgresql")
def _postgresql(_element: Any, _compiler: Any, **_: Any) -> str:
    return NOW["postgresql"]


@compiles(DatabaseNow, "sqlite")
def _sqlite(_element: Any, _compiler: Any, **_: Any) -> str:
    return NOW["sqlite"]


now = DatabaseNow
