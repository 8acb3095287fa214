"""Choose a test by what the data are, and say why."""

from typing import Any, Final

import numpy as np

from flowforge_math.core.inference.results import Verdict, equal_spread, normality
from flowforge_math.core.inference.tests import TESTS, Samples

TWO = 2


def run(samples: Samples, test: str, *, paired: bool, alpha: float) -> Verdict:
    """Run a test, or choose one with 'auto'; and put its outcome into a sentence."""
    assumptions = []
    reason = "The test was asked for."
    if test == "auto":
        values: list[Any] = samples.values
        if paired and len(values) == TWO and len(values[0]) == len(values[1]):
            assumptions = [normality(values[0] - values[1], "differences", alpha)]
        elif all(len(one) >= TWO for one in values):
            assumptions = [
                normality(one, name, alpha) for name, one in zip(samples.names, values, strict=True)
            ]
            if len(values) > 1 and np.ptp(np.concatenate(values)) > 0:
                assumptions.append(equal_spread(values, alpha))
        test, reason = _choice(
            len(values),
            paired=paired,
            normal=all(one.holds for one in assumptions if one.name.startswith("normal")),
            equal=all(one.holds for one in assumptions if one.name.startswith("equal")),
        )
    verdict = TESTS[test](samples)
    verdict.assumptions = assumptions
    verdict.reason = reason
    verdict.sentence = _sentence(samples, verdict, alpha)
    return verdict


def _choice(count: int, *, paired: bool, normal: bool, equal: bool) -> tuple[str, str]:
    if count == 1:
        return "one_sample_t", "There is one sample, which is compared with 'value' by its mean."
    if paired or count == TWO:
        return _PAIRS[paired, normal]
    if not normal:
        return "kruskal", f"There are {count} samples that do not all look normal: ranks are compared."
    spread = "with equal variances" if equal else "with different variances"
    return "anova" if equal else "welch_anova", f"There are {count} samples that look normal, {spread}."


_PAIRS: Final = {
    (True, True): ("paired_t", "The rows are pairs, and their differences look normal."),
    (True, False): (
        "wilcoxon",
        "The rows are pairs whose differences do not look normal: ranks are compared.",
    ),
    (False, True): ("welch_t", "Two independent samples look normal; equal variances are not needed."),
    (False, False): ("mann_whitney", "Two independent samples do not both look normal: ranks are compared."),
}


def _sentence(samples: Samples, verdict: Verdict, alpha: float) -> str:
    found = verdict.p_value < alpha
    p_text = "p < 0.001" if verdict.p_value < 0.001 else f"p = {verdict.p_value:.3f}"  # noqa: PLR2004 - as papers print it
    if verdict.test in ("shapiro_wilk", "kolmogorov_smirnov") and len(samples.values) == 1:
        what = "differs from a normal distribution" if found else "is compatible with a normal distribution"
        return f"The sample {samples.names[0]} {what} ({p_text})."
    if verdict.test == "levene":
        what = "differ in spread" if found else "do not differ detectably in spread"
    else:
        what = "differ" if found else "do not differ detectably"
    if len(samples.values) == 1:
        what = what.replace("differ", "differs", 1) if found else "does not differ detectably"
        return f"The mean of {samples.names[0]} {what} from {samples.value:g} ({p_text})."
    names = ", ".join(samples.names[:5]) + (", ..." if len(samples.names) > 5 else "")  # noqa: PLR2004 - enough to see
    magnitude = verdict.effect.magnitude if verdict.effect and found else None
    tail = f"; the effect is {magnitude}" if magnitude else ""
    return f"The samples {names} {what} ({p_text}{tail})."
