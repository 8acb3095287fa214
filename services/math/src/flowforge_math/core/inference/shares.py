"""Proportions: one against a value, two against each other, several together."""

import math
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.samples.faults import UnsuitableSamples
from flowforge_math.core.samples.reading import read_data, same_length

stats: Any = scipy.stats
MAX_GROUPS: Final = 50
TWO: Final = 2
Counted = tuple[list[str], list[int], list[int], list[str]]


def answer(form: Any) -> dict[str, Any]:
    names, successes, trials, warnings = _counted(form)
    if len(names) == 1:
        found = _one(form, successes[0], trials[0])
    elif len(names) == TWO:
        found = _two(form, successes, trials, warnings)
    else:
        found = _several(form, successes, trials, warnings)
    alpha = 1 - form.confidence
    groups = [
        {"name": name, "successes": x, "trials": n, "proportion": x / n, **_wilson(x, n, form.confidence)}
        for name, x, n in zip(names, successes, trials, strict=True)
    ]
    significant = found["p_value"] < alpha
    listed = " and ".join(f"{one['proportion']:.1%}" for one in groups[:TWO])
    against = f" from {form.value:.1%}" if len(groups) == 1 else ""
    verb = "differs" if len(groups) == 1 else "differ"
    subject = {1: f"The proportion {listed}", 2: f"The proportions {listed}"}.get(
        len(groups), f"The {len(groups)} proportions"
    )
    does = verb if significant else f"{'does' if len(groups) == 1 else 'do'} not {'differ'}"
    return {
        **found,
        "significant": significant,
        "sentence": f"{subject} {does} detectably{against} (p = {found['p_value']:.3g}).",
        "groups": groups,
        "warnings": warnings,
    }


def _counted(form: Any) -> Counted:
    if form.successes is not None:
        names = list(form.names) or [f"group {place + 1}" for place in range(len(form.successes))]
        return names, list(form.successes), list(form.trials), []
    data = read_data(form)
    columns = [form.outcome, *([form.group] if form.group else [])]
    same_length(data, columns)
    outcomes = data.labels(form.outcome, "outcome")
    labels = data.labels(form.group, "group") if form.group else ["all"] * len(outcomes)
    known = {one for one in outcomes if one is not None}
    if form.success not in known:
        listed = ", ".join(sorted(known)[:10])
        reason = f"no row has '{form.success}' in '{form.outcome}', which has {listed or 'no values'}"
        raise UnsuitableSamples(field="success", reason=reason)
    totals: dict[str, list[int]] = {}
    for outcome, label in zip(outcomes, labels, strict=True):
        if outcome is not None and label is not None:
            counts = totals.setdefault(label, [0, 0])
            counts[0] += outcome == form.success
            counts[1] += 1
    if len(totals) > MAX_GROUPS:
        reason = f"it has {len(totals)} different values, and {MAX_GROUPS} are compared at the most"
        raise UnsuitableSamples(field="group", reason=reason)
    names = sorted(totals)
    return names, [totals[name][0] for name in names], [totals[name][1] for name in names], data.warnings


def _wilson(successes: int, trials: int, confidence: float) -> dict[str, float]:
    """Return the interval of E. B. Wilson (1927)."""
    z = float(stats.norm.ppf((1 + confidence) / 2))
    share = successes / trials
    center = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    reach = z / (1 + z * z / trials) * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials**2))
    return {"low": max(0.0, center - reach), "high": min(1.0, center + reach)}


def _one(form: Any, successes: int, trials: int) -> dict[str, Any]:
    found = stats.binomtest(successes, trials, form.value, alternative=form.alternative)
    share = successes / trials
    return {
        "test": "exact_binomial",
        "statistic": None,
        "degrees_of_freedom": None,
        "p_value": float(found.pvalue),
        "difference": share - form.value,
        "difference_low": None,
        "difference_high": None,
        "effect_size": _h(share, form.value),
    }


def _h(one: float, other: float) -> float:
    """Return Cohen's h."""
    return 2 * math.asin(math.sqrt(one)) - 2 * math.asin(math.sqrt(other))


def _two(form: Any, successes: list[int], trials: list[int], warnings: list[str]) -> dict[str, Any]:
    """Test by the pooled z; the interval is Newcombe's (1998), from those of Wilson."""
    shares = [x / n for x, n in zip(successes, trials, strict=True)]
    pooled = sum(successes) / sum(trials)
    error = math.sqrt(pooled * (1 - pooled) * (1 / trials[0] + 1 / trials[1]))
    difference = shares[0] - shares[1]
    z = difference / error if error > 0 else 0.0
    tails = {"two-sided": 2 * stats.norm.sf(abs(z)), "greater": stats.norm.sf(z), "less": stats.norm.cdf(z)}
    if min(pooled, 1 - pooled) * min(trials) < 5:  # noqa: PLR2004 - the rule of thumb for z
        warnings.append("Expected counts are under 5: prefer Fisher's test of statistics/contingency.")
    one, other = (_wilson(x, n, form.confidence) for x, n in zip(successes, trials, strict=True))
    below = math.hypot(shares[0] - one["low"], other["high"] - shares[1])
    above = math.hypot(one["high"] - shares[0], shares[1] - other["low"])
    return {
        "test": "two_proportions_z",
        "statistic": z,
        "degrees_of_freedom": None,
        "p_value": float(tails[form.alternative]),
        "difference": difference,
        "difference_low": difference - below,
        "difference_high": difference + above,
        "effect_size": _h(*shares),
    }


def _several(form: Any, successes: list[int], trials: list[int], warnings: list[str]) -> dict[str, Any]:
    if form.alternative != "two-sided":
        raise UnsuitableSamples(field="alternative", reason="three groups or more have no direction")
    table = np.array([successes, [n - x for x, n in zip(successes, trials, strict=True)]])
    if (table.sum(axis=1) == 0).any():
        raise UnsuitableSamples(field="successes", reason="all trials have the same outcome")
    found = stats.chi2_contingency(table, correction=False)
    if (found.expected_freq < 5).any():  # noqa: PLR2004 - the rule of thumb for chi-square
        warnings.append("Expected counts under 5 make the p-value of chi-square unreliable.")
    return {
        "test": "chi_square",
        "statistic": float(found.statistic),
        "degrees_of_freedom": int(found.dof),
        "p_value": float(found.pvalue),
        "difference": None,
        "difference_low": None,
        "difference_high": None,
        "effect_size": math.sqrt(float(found.statistic) / sum(trials)),
    }
