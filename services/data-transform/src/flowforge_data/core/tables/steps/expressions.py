"""Expressions of SQL on the columns of one row: no tables, no subqueries, no files."""

from collections.abc import Callable
from typing import Final

import polars as pl

from flowforge_data.core.faults import ExpressionFailed, InvalidExpression

MAX_DEPTH: Final = 60


def expression(text: str, field: str) -> pl.Expr:
    """Parse *text*. Raises InvalidExpression."""
    if text.count("(") > MAX_DEPTH:
        raise InvalidExpression(field=field, text=_short(text), reason=f"it has over {MAX_DEPTH} parentheses")
    try:
        return pl.sql_expr(text)
    except (pl.exceptions.PolarsError, RecursionError) as error:
        raise InvalidExpression(field=field, text=_short(text), reason=_reason(error)) from error


def evaluated(act: Callable[[], pl.DataFrame], text: str, field: str) -> pl.DataFrame:
    """Run *act*, in which the expression *text* is evaluated. Raises ExpressionFailed."""
    try:
        return act()
    except pl.exceptions.ColumnNotFoundError as error:
        raise ExpressionFailed(field=field, text=_short(text), reason=_missing(error)) from error
    except pl.exceptions.PolarsError as error:
        raise ExpressionFailed(field=field, text=_short(text), reason=_reason(error)) from error


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."  # noqa: PLR2004 - what a message holds


def _missing(error: Exception) -> str:
    return str(error).splitlines()[0].replace("unable to find column", "there is no column").partition(";")[0]


def _reason(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0].strip()
    known: tuple[tuple[str, str], ...] = (
        ("unsupported function", first.replace("unsupported function", "there is no function")),
        ("unable to parse", "it cannot be parsed"),
        ("unexpected token", "it cannot be parsed: " + first.partition("(")[2].rstrip(")")),
        ("subplan", "subqueries are not allowed"),
        ("predicate must be", "it is no condition: it must be true or false for each row"),
        ("cannot compare", "it compares values of different types: CAST one of them"),
    )
    return next(
        (told for mark, told in known if mark in first), "its parts have types that do not fit together"
    )
