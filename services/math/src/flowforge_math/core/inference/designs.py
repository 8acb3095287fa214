"""The matrix of a regression: predictors, powers and categories as columns of numbers."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from flowforge_math.core.samples.faults import NotNumeric
from flowforge_math.core.samples.reading import Data

MAX_LEVELS: Final = 50
MAX_CELLS: Final = 20_000_000


class Impossible(Exception):
    """No model can be fitted; the text says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(slots=True)
class Design:
    """`matrix` has a column for each of `names`; `keep` tells which rows of the data are in it."""

    names: list[str]
    matrix: Any
    target: Any
    levels: dict[str, list[str]]
    predictors: list[str]
    degree: int | None
    intercept: bool

    def row(self, values: dict[str, Any]) -> Any:
        """Return the row of a new observation. Raises Impossible if a predictor is missing."""
        cells: list[float] = [1.0] if self.intercept else []
        for name in self.predictors:
            if name not in values:
                raise Impossible("predict", f"a row lacks '{name}'")
            if name in self.levels:
                cells += [float(str(values[name]).strip() == level) for level in self.levels[name][1:]]
                continue
            try:
                number = float(values[name])
            except ValueError as error:
                raise Impossible("predict", f"'{name}' is {values[name]!r}, which is no number") from error
            cells += [number**power for power in range(1, (self.degree or 1) + 1)]
        return np.array(cells)


def design_of(data: Data, form: Any) -> Design:
    """Build the matrix from complete rows. Raises Impossible and NotNumeric."""
    degree = form.degree if form.model == "polynomial" else None
    if degree is not None and len(form.predictors) != 1:
        raise Impossible("predictors", "a polynomial has one predictor")
    target = data.numbers(form.target, "target") if form.model != "logistic" else _binary(data, form.target)
    names: list[str] = ["(intercept)"] if form.intercept else []
    columns: list[Any] = [np.ones(len(target))] if form.intercept else []
    levels: dict[str, list[str]] = {}
    keep = np.isfinite(target)
    for name in form.predictors:
        added, known = _columns(data, name, degree)
        levels |= known
        for label, column in added:
            names.append(label)
            columns.append(column)
            keep &= np.isfinite(column)
    if len(names) * len(target) > MAX_CELLS:
        raise Impossible("predictors", f"{len(names)} columns of {len(target)} rows are too many")
    matrix = np.column_stack(columns)[keep]
    if len(matrix) <= matrix.shape[1]:
        raise Impossible(
            "data", f"{len(matrix)} complete rows are too few for {matrix.shape[1]} coefficients"
        )
    return Design(names, matrix, target[keep], levels, list(form.predictors), degree, form.intercept)


def _columns(data: Data, name: str, degree: int | None) -> tuple[list[tuple[str, Any]], dict[str, list[str]]]:
    try:
        numbers = data.numbers(name, "predictors")
    except NotNumeric:
        labels = data.labels(name, "predictors")
        known = sorted({label for label in labels if label is not None})
        if not 2 <= len(known) <= MAX_LEVELS:  # noqa: PLR2004 - one level explains nothing
            raise Impossible(
                "predictors", f"'{name}' has {len(known)} categories; 2 to {MAX_LEVELS} are allowed"
            ) from None
        columns = [
            (f"{name}={level}", np.array([np.nan if one is None else float(one == level) for one in labels]))
            for level in known[1:]
        ]
        return columns, {name: known}
    if degree is None:
        return [(name, numbers)], {}
    return [(name if power == 1 else f"{name}^{power}", numbers**power) for power in range(1, degree + 1)], {}


def _binary(data: Data, name: str) -> Any:
    labels = data.labels(name, "target")
    known = sorted({label for label in labels if label is not None})
    if len(known) != 2:  # noqa: PLR2004 - yes and no
        raise Impossible("target", f"a logistic model needs 2 different values, not {len(known)}")
    return np.array([np.nan if one is None else float(one == known[1]) for one in labels])
