"""Tests of location, spread and distribution, each with effect size and interval where it has them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.inference.results import Comparison, Span, Verdict, effect
from flowforge_math.core.samples.faults import ConstantSample, SampleTooSmall, UnsuitableSamples

MOST_PAIRED: Final = 40
stats: Any = scipy.stats  # its stubs refuse texts for choices


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples by name, without missing values; `value` is what one sample is compared with."""

    names: list[str]
    values: list[Any]
    value: float
    alternative: str
    confidence: float


def _need(samples: Samples, count: int | None, least: int = 2) -> list[Any]:
    if count is not None and len(samples.values) != count:
        reason = f"the test takes {count} sample{'s' if count > 1 else ''}, not {len(samples.values)}"
        raise UnsuitableSamples(field="samples", reason=reason)
    if count is None and len(samples.values) < 2:  # noqa: PLR2004 - groups are compared
        raise UnsuitableSamples(field="samples", reason="the test takes two samples or more")
    for name, values in zip(samples.names, samples.values, strict=True):
        if len(values) < least:
            raise SampleTooSmall(field=name, count=len(values), least=least, why="")
    return samples.values


def _differ(samples: Samples) -> None:
    if any(np.ptp(values) > 0 for values in samples.values):
        return
    raise ConstantSample(field=samples.names[0])


def one_sample_t(samples: Samples) -> Verdict:
    (values,) = _need(samples, 1)
    _differ(samples)
    found = stats.ttest_1samp(values, samples.value, alternative=samples.alternative)
    span = found.confidence_interval(samples.confidence)
    size = (values.mean() - samples.value) / values.std(ddof=1)
    return Verdict(
        "one_sample_t",
        float(found.statistic),
        float(found.pvalue),
        [float(found.df)],
        effect("Cohen's d", size),
        _span("mean", span, samples),
    )


def two_sample_t(samples: Samples, *, equal: bool) -> Verdict:
    first, second = _need(samples, 2)
    _differ(samples)
    found = stats.ttest_ind(first, second, equal_var=equal, alternative=samples.alternative)
    span = found.confidence_interval(samples.confidence)
    pooled = math.sqrt(
        ((len(first) - 1) * first.var(ddof=1) + (len(second) - 1) * second.var(ddof=1))
        / (len(first) + len(second) - 2)
    )
    size = (first.mean() - second.mean()) / pooled
    return Verdict(
        "student_t" if equal else "welch_t",
        float(found.statistic),
        float(found.pvalue),
        [float(found.df)],
        effect("Cohen's d", size),
        _span("difference of means", span, samples),
    )


def paired_t(samples: Samples) -> Verdict:
    first, second = _pairs(samples)
    differences = first - second
    if np.ptp(differences) == 0:
        raise ConstantSample(field="samples")
    found = stats.ttest_rel(first, second, alternative=samples.alternative)
    span = found.confidence_interval(samples.confidence)
    size = differences.mean() / differences.std(ddof=1)
    return Verdict(
        "paired_t",
        float(found.statistic),
        float(found.pvalue),
        [float(found.df)],
        effect("Cohen's d", size),
        _span("mean of differences", span, samples),
    )


def _pairs(samples: Samples) -> list[Any]:
    pair = _need(samples, 2)
    if len(pair[0]) != len(pair[1]):
        reason = f"pairs need samples of one length, not {len(pair[0])} and {len(pair[1])}"
        raise UnsuitableSamples(field="samples", reason=reason)
    return pair


def mann_whitney(samples: Samples) -> Verdict:
    first, second = _need(samples, 2, 1)
    found = stats.mannwhitneyu(first, second, alternative=samples.alternative)
    size = 2 * float(found.statistic) / (len(first) * len(second)) - 1
    return Verdict(
        "mann_whitney",
        float(found.statistic),
        float(found.pvalue),
        effect=effect("rank-biserial correlation", size),
    )


def wilcoxon(samples: Samples) -> Verdict:
    first, second = _pairs(samples)
    differences = first - second
    nonzero = differences[differences != 0]
    if not len(nonzero):
        raise ConstantSample(field="samples")
    found = stats.wilcoxon(first, second, alternative=samples.alternative)
    ranks = stats.rankdata(np.abs(nonzero))
    size = (ranks[nonzero > 0].sum() - ranks[nonzero < 0].sum()) / ranks.sum()
    return Verdict(
        "wilcoxon",
        float(found.statistic),
        float(found.pvalue),
        effect=effect("rank-biserial correlation", size),
    )


def anova(samples: Samples) -> Verdict:
    """Compute sums of squares about the grand mean, by exact sums: NIST's SmLs sets lose digits otherwise."""
    groups = _need(samples, None)
    _differ(samples)
    between, within = exact_squares(groups)
    count, total = len(groups), sum(map(len, groups))
    upper, lower = count - 1, total - count
    if lower < 1:
        raise SampleTooSmall(field="samples", count=total, least=count + 1, why="")
    statistic = math.inf if within == 0 else float((between / upper) / (within / lower))
    size = float(between / (between + within))
    return Verdict(
        "anova",
        statistic,
        float(stats.f.sf(statistic, upper, lower)),
        [upper, lower],
        effect("eta squared", size),
    )


def exact_squares(groups: list[Any]) -> tuple[Any, Any]:
    """Return the sums of squares between and within groups, as fractions of the numbers as written."""
    from fractions import Fraction  # noqa: PLC0415 - beside its use

    exact = [[Fraction(repr(float(value))) for value in group] for group in groups]
    total = sum(sum(group) for group in exact)
    grand = total / sum(map(len, exact))
    means = [sum(group) / len(group) for group in exact]
    between = sum(len(group) * (mean - grand) ** 2 for group, mean in zip(exact, means, strict=True))
    within = sum((value - mean) ** 2 for group, mean in zip(exact, means, strict=True) for value in group)
    return between, within


def welch_anova(samples: Samples) -> Verdict:
    """Compare means without equal variances (B. L. Welch, Biometrika 38, 1951)."""
    groups = _need(samples, None)
    if any(np.ptp(group) == 0 for group in groups):
        raise ConstantSample(field="samples")
    counts, means = np.array([len(one) for one in groups]), np.array([one.mean() for one in groups])
    weights = counts / np.array([one.var(ddof=1) for one in groups])
    center = (weights * means).sum() / weights.sum()
    number = len(groups)
    spread = ((1 - weights / weights.sum()) ** 2 / (counts - 1)).sum()
    upper = (weights * (means - center) ** 2).sum() / (number - 1)
    statistic = upper / (1 + 2 * (number - 2) * spread / (number**2 - 1))
    freedom = (number**2 - 1) / (3 * spread)
    return Verdict(
        "welch_anova",
        float(statistic),
        float(stats.f.sf(statistic, number - 1, freedom)),
        [number - 1, float(freedom)],
    )


def kruskal(samples: Samples) -> Verdict:
    groups = _need(samples, None, 1)
    _differ_together(samples)
    found = stats.kruskal(*groups)
    total = sum(map(len, groups))
    size = float(found.statistic) / (total - 1)
    return Verdict(
        "kruskal",
        float(found.statistic),
        float(found.pvalue),
        [len(groups) - 1],
        effect("epsilon squared", size),
    )


def _differ_together(samples: Samples) -> None:
    if np.ptp(np.concatenate(samples.values)) == 0:
        raise ConstantSample(field="samples")


def tukey(samples: Samples) -> Verdict:
    groups = _need(samples, None)
    if len(groups) > MOST_PAIRED:
        reason = f"{len(groups)} samples are too many to compare each two of them, {MOST_PAIRED} are compared"
        raise UnsuitableSamples(field="samples", reason=reason)
    overall = anova(samples)
    found = stats.tukey_hsd(*groups)
    spans = found.confidence_interval(samples.confidence)
    overall.test = "tukey"
    overall.comparisons = [
        Comparison(
            samples.names[i],
            samples.names[j],
            float(found.statistic[i, j]),
            float(spans.low[i, j]),
            float(spans.high[i, j]),
            float(found.pvalue[i, j]),
        )
        for i in range(len(groups))
        for j in range(i + 1, len(groups))
    ]
    return overall


def kolmogorov(samples: Samples) -> Verdict:
    if len(samples.values) == 1:
        (values,) = _need(samples, 1)
        _differ(samples)
        found = stats.kstest(values, "norm", args=(values.mean(), values.std(ddof=1)))
        verdict = Verdict("kolmogorov_smirnov", float(found.statistic), float(found.pvalue))
        verdict.warnings.append(
            "Mean and deviation were estimated from the sample: the p-value is too large."
        )
        return verdict
    first, second = _need(samples, 2)
    found = stats.ks_2samp(first, second, alternative=samples.alternative)
    return Verdict("kolmogorov_smirnov", float(found.statistic), float(found.pvalue))


def shapiro(samples: Samples) -> Verdict:
    (values,) = _need(samples, 1, 3)
    _differ(samples)
    found = stats.shapiro(values[:5_000])
    verdict = Verdict("shapiro_wilk", float(found.statistic), float(found.pvalue))
    if len(values) > 5_000:  # noqa: PLR2004 - its p-value is not known beyond
        verdict.warnings.append("The first 5,000 values were tested.")
    return verdict


def levene(samples: Samples) -> Verdict:
    groups = _need(samples, None)
    _differ_together(samples)
    found = stats.levene(*groups, center="median")
    total = sum(map(len, groups))
    return Verdict(
        "levene", float(found.statistic), float(found.pvalue), [len(groups) - 1, total - len(groups)]
    )


def _span(of: str, span: Any, samples: Samples) -> Span:
    low, high = float(span.low), float(span.high)
    return Span(
        of, low if math.isfinite(low) else None, high if math.isfinite(high) else None, samples.confidence
    )


TESTS: Final[Mapping[str, Callable[[Samples], Verdict]]] = {
    "one_sample_t": one_sample_t,
    "student_t": lambda samples: two_sample_t(samples, equal=True),
    "welch_t": lambda samples: two_sample_t(samples, equal=False),
    "paired_t": paired_t,
    "mann_whitney": mann_whitney,
    "wilcoxon": wilcoxon,
    "anova": anova,
    "welch_anova": welch_anova,
    "kruskal": kruskal,
    "tukey": tukey,
    "kolmogorov_smirnov": kolmogorov,
    "shapiro_wilk": shapiro,
    "levene": levene,
}
