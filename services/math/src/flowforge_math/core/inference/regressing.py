"""Fit the models of regression, and judge the fit."""

import math
import warnings as python_warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import scipy.stats
import statsmodels.api as sm  # type: ignore[import-untyped] # it ships no types
from statsmodels.stats.diagnostic import het_breuschpagan  # type: ignore[import-untyped] # likewise
from statsmodels.stats.stattools import durbin_watson  # type: ignore[import-untyped] # likewise

from flowforge_math.core.inference.designs import Design, Impossible, design_of
from flowforge_math.core.inference.exact_fit import exact_least_squares
from flowforge_math.core.samples.reading import read_data, same_length

stats: Any = scipy.stats  # its stubs refuse texts for choices

__all__ = ["Impossible", "answer"]
ILL_CONDITIONED: Final = 1e6
SINGULAR: Final = 1e15
SEPARATED: Final = 1e3
MAX_EXACT_CELLS: Final = 20_000


@dataclass(slots=True)
class Fit:
    """What a model gives; what it has not is None or empty."""

    values: Any
    errors: Any = None
    statistics: Any = None
    p_values: Any = None
    spans: Any = None
    residuals: Any = None
    r_squared: float | None = None
    adjusted: float | None = None
    deviation: float | None = None
    f: tuple[float, float] | None = None
    covariance: Any = None
    freedom: float | None = None
    link: Callable[[Any], Any] | None = None
    warnings: list[str] = field(default_factory=list)


def answer(form: Any) -> dict[str, Any]:
    data = read_data(form)
    for name in (form.target, *form.predictors):
        data.column(name, "target" if name == form.target else "predictors")
    same_length(data, [form.target, *form.predictors])
    design = design_of(data, form)
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            fit = _FITS[form.model](design, form)
        except np.linalg.LinAlgError as error:
            raise Impossible("predictors", "some predictors are combinations of others") from error
        diagnostics = _diagnostics(design, fit) if form.model in ("linear", "polynomial") else []
    return {
        "model": form.model,
        "formula": _formula(form.target, design.names, fit.values),
        "rows": len(design.target),
        "coefficients": [_coefficient(design, fit, place) for place in range(len(design.names))],
        "r_squared": fit.r_squared,
        "adjusted_r_squared": fit.adjusted,
        "residual_standard_deviation": fit.deviation,
        "f_statistic": fit.f[0] if fit.f and math.isfinite(fit.f[0]) else None,
        "f_p_value": fit.f[1] if fit.f and math.isfinite(fit.f[0]) else None,
        "diagnostics": diagnostics,
        "predictions": [_prediction(design, fit, row, form.confidence) for row in form.predict],
        "warnings": [*data.warnings, *fit.warnings],
    }


def _linear(design: Design, form: Any) -> Fit:
    scaled = design.matrix / np.maximum(np.linalg.norm(design.matrix, axis=0), 1e-300)
    condition = float(np.linalg.cond(scaled))
    exact = max(condition, float(np.linalg.cond(design.matrix))) > ILL_CONDITIONED
    warnings = []
    if exact and design.matrix.size <= MAX_EXACT_CELLS:
        found = exact_least_squares(
            design.matrix, design.target, int(design.intercept) if design.degree else None
        )
        if found is None:
            raise Impossible("predictors", "some predictors are combinations of others")
        values, inverse, squares = found
    else:
        if condition > SINGULAR:
            raise Impossible("predictors", "some predictors are combinations of others")
        q, r = np.linalg.qr(design.matrix)
        values = np.linalg.solve(r, q.T @ design.target)
        half = np.linalg.inv(r)
        inverse = half @ half.T
        squares = float(((design.target - design.matrix @ values) ** 2).sum())
        if exact:
            warnings.append(
                f"The predictors are nearly dependent (condition {condition:.2g}): digits are lost."
            )
    return _judged(design, form, (values, inverse, squares), warnings)


def _judged(design: Design, form: Any, found: tuple[Any, Any, float], warnings: list[str]) -> Fit:
    values, inverse, squares = found
    count, width = design.matrix.shape
    freedom = count - width
    variance = squares / freedom
    errors = np.sqrt(np.maximum(variance * np.diag(inverse), 0))
    center = design.target.mean() if form.intercept else 0.0
    total = float(((design.target - center) ** 2).sum())
    explaining = width - (1 if form.intercept else 0)
    r_squared = 1 - squares / total if total else None
    f = ((total - squares) / explaining / variance if variance else math.inf) if explaining else math.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics = values / errors
    reach = stats.t.ppf((1 + form.confidence) / 2, freedom)
    whole = count - (1 if form.intercept else 0)
    return Fit(
        values,
        errors,
        statistics,
        2 * stats.t.sf(np.abs(statistics), freedom),
        np.column_stack([values - reach * errors, values + reach * errors]),
        design.target - design.matrix @ values,
        r_squared,
        None if r_squared is None else 1 - (1 - r_squared) * whole / freedom,
        math.sqrt(variance),
        (float(f), float(stats.f.sf(f, max(explaining, 1), freedom))),
        variance * inverse,
        freedom,
        warnings=warnings,
    )


def _logistic(design: Design, form: Any) -> Fit:
    try:
        found = sm.Logit(design.target, design.matrix).fit(disp=False, maxiter=200)
    except sm.tools.sm_exceptions.PerfectSeparationError as error:
        raise Impossible("predictors", "they separate the two values perfectly") from error
    if (
        not found.mle_retvals["converged"]
        or np.max(np.abs(found.params)) > SEPARATED
        or not np.isfinite(found.bse).all()
    ):
        raise Impossible("predictors", "it does not converge: the two values may be separated perfectly")
    fit = _of_statsmodels(found, form)
    fit.r_squared = float(found.prsquared)
    fit.link = lambda value: 1 / (1 + np.exp(-value))
    return fit


def _quantile(design: Design, form: Any) -> Fit:
    found = sm.QuantReg(design.target, design.matrix).fit(q=form.quantile, max_iter=5_000)
    fit = _of_statsmodels(found, form)
    fit.r_squared = float(found.prsquared)
    return fit


def _robust(design: Design, form: Any) -> Fit:
    found = sm.RLM(design.target, design.matrix, M=sm.robust.norms.HuberT()).fit(maxiter=200)
    fit = _of_statsmodels(found, form)
    fit.deviation = float(found.scale)
    low = int((found.weights < 0.5).sum())  # noqa: PLR2004 - half the weight of the others
    if low:
        fit.warnings.append(f"{low} rows have less than half of the full weight: they may be outliers.")
    return fit


def _ridge(design: Design, form: Any) -> Fit:
    """Shrink standardized predictors; the intercept is not penalized."""
    start = 1 if form.intercept else 0
    columns = design.matrix[:, start:]
    center = columns.mean(axis=0) if form.intercept else np.zeros(columns.shape[1])
    scale = columns.std(axis=0)
    if (scale == 0).any():
        raise Impossible("predictors", "one of them has the same value in every row")
    standard = (columns - center) / scale
    middle = design.target.mean() if form.intercept else 0.0
    gram = standard.T @ standard + form.penalty * np.eye(standard.shape[1])
    slopes = np.linalg.solve(gram, standard.T @ (design.target - middle)) / scale
    values = np.concatenate([[middle - center @ slopes], slopes]) if form.intercept else slopes
    residuals = design.target - design.matrix @ values
    total = float(((design.target - middle) ** 2).sum())
    return Fit(
        values, residuals=residuals, r_squared=1 - float((residuals**2).sum()) / total if total else None
    )


def _of_statsmodels(found: Any, form: Any) -> Fit:
    return Fit(
        np.asarray(found.params),
        np.asarray(found.bse),
        np.asarray(found.tvalues),
        np.asarray(found.pvalues),
        np.asarray(found.conf_int(1 - form.confidence)),
    )


def _coefficient(design: Design, fit: Fit, place: int) -> dict[str, Any]:
    def at(values: Any) -> float | None:
        if values is None or not np.isfinite(values[place]):
            return None
        return float(values[place])

    low, high = (None, None) if fit.spans is None else (at(fit.spans[:, 0]), at(fit.spans[:, 1]))
    return {
        "name": design.names[place],
        "value": float(fit.values[place]),
        "standard_error": at(fit.errors),
        "statistic": at(fit.statistics),
        "p_value": at(fit.p_values),
        "low": low,
        "high": high,
    }


def _prediction(design: Design, fit: Fit, values: dict[str, Any], confidence: float) -> dict[str, Any]:
    row = design.row(values)
    value = float(row @ fit.values)
    if fit.link is not None:
        return {"value": float(fit.link(value)), "low": None, "high": None}
    if fit.covariance is None or fit.deviation is None or fit.freedom is None:
        return {"value": value, "low": None, "high": None}
    spread = math.sqrt(max(float(row @ fit.covariance @ row), 0) + fit.deviation**2)
    reach = float(stats.t.ppf((1 + confidence) / 2, fit.freedom)) * spread
    return {"value": value, "low": value - reach, "high": value + reach}


def _diagnostics(design: Design, fit: Fit) -> list[dict[str, Any]]:
    residuals = fit.residuals
    found: list[dict[str, Any]] = []
    if np.ptp(residuals) > 0 and len(residuals) > 3:  # noqa: PLR2004 - the test needs so many
        p_value = float(stats.shapiro(residuals[:5_000]).pvalue)
        found.append(
            _diagnostic("normal residuals (Shapiro-Wilk)", None, p_value, "small: residuals are not normal")
        )
        found.append(
            _diagnostic(
                "independent residuals (Durbin-Watson)",
                float(durbin_watson(residuals)),
                None,
                "2: none; under 1 or over 3: neighbors are related",
            )
        )
        if design.intercept and design.matrix.shape[1] > 1:
            _, p_value, _, _ = het_breuschpagan(residuals, design.matrix)
            if math.isfinite(p_value):
                found.append(
                    _diagnostic(
                        "equal spread (Breusch-Pagan)", None, float(p_value), "small: the spread changes"
                    )
                )
    condition = float(np.linalg.cond(design.matrix))
    found.append(
        _diagnostic(
            "condition number",
            condition if math.isfinite(condition) else None,
            None,
            "over 1e6: computed in exact fractions",
        )
    )
    return found


def _diagnostic(name: str, value: float | None, p_value: float | None, note: str) -> dict[str, Any]:
    return {"name": name, "value": value, "p_value": p_value, "note": note}


def _formula(target: str, names: list[str], values: Any) -> str:
    parts = [
        f"{value:.6g}" if name == "(intercept)" else f"{value:.6g}*{name}"
        for name, value in zip(names, values, strict=True)
    ]
    return f"{target} = " + " + ".join(parts).replace("+ -", "- ")


_FITS: Final[Mapping[str, Callable[[Design, Any], Fit]]] = {
    "linear": _linear,
    "polynomial": _linear,
    "logistic": _logistic,
    "quantile": _quantile,
    "robust": _robust,
    "ridge": _ridge,
}
