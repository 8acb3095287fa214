import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from flowforge_math.core.algebras.arrays import FUNCTIONS, Arrays
from flowforge_math.core.algebras.doubles import Reals
from flowforge_math.core.expressions import UndefinedResult, fold, parse
from flowforge_math.core.simulation.distributions import Distribution
from flowforge_math.core.simulation.estimation import Estimate, Goal, estimates
from flowforge_math.core.simulation.sampling import Sampler

READ: TypeAdapter[dict[str, Distribution]] = TypeAdapter(dict[str, Distribution])


def sampler(expression: str, variables: Mapping[str, Any], seed: int = 7) -> Sampler:
    return Sampler(parse(expression, "expression"), READ.validate_python(variables), {"two": 2.0}, seed)


def run(expression: str, variables: Mapping[str, Any], **changes: Any) -> list[Estimate]:
    defaults: dict[str, Any] = {
        "max_samples": 500_000,
        "confidence": 0.9999,
        "precision": None,
        "relative_precision": None,
        "quantiles": (0.5,),
    }
    return list(
        estimates(sampler(expression, variables).draw, Goal(**(defaults | changes)), check=lambda: None)
    )


@pytest.mark.parametrize(
    ("distribution", "mean", "deviation"),
    [
        ({"distribution": "normal", "mean": 5, "standard_deviation": 2}, 5, 2),
        ({"distribution": "uniform", "low": -1, "high": 3}, 1, 4 / math.sqrt(12)),
        ({"distribution": "exponential", "mean": 4}, 4, 4),
        (
            {"distribution": "lognormal", "log_mean": 0, "log_standard_deviation": 0.5},
            math.exp(0.125),
            math.sqrt((math.exp(0.25) - 1) * math.exp(0.25)),
        ),
        ({"distribution": "triangular", "low": 0, "mode": 1, "high": 5}, 2, math.sqrt(21 / 18)),
        ({"distribution": "discrete", "values": [1, 2, 3, 4, 5, 6]}, 3.5, math.sqrt(35 / 12)),
        ({"distribution": "discrete", "values": [0, 10], "weights": [3, 1]}, 2.5, math.sqrt(18.75)),
    ],
)
def test_distributions_have_their_mean_and_deviation(
    distribution: dict[str, Any], mean: float, deviation: float
) -> None:
    last = run("x", {"x": distribution})[-1]
    assert last.confidence_low <= mean <= last.confidence_high
    assert last.standard_deviation == pytest.approx(deviation, rel=0.02)


def test_the_normal_sum_of_a_portfolio() -> None:
    """X + 2Y of independent normals is normal: mean 5, variance 1 + 4 * 4."""
    normal = {"distribution": "normal", "mean": 1, "standard_deviation": 1}
    other = {"distribution": "normal", "mean": 2, "standard_deviation": 2}
    last = run("x + two*y", {"x": normal, "y": other}, quantiles=(0.025, 0.975))[-1]
    assert last.confidence_low <= 5 <= last.confidence_high
    low, high = (one.value for one in last.quantiles)
    assert (low, high) == (
        pytest.approx(5 - 1.959964 * math.sqrt(17), rel=0.02),
        pytest.approx(5 + 1.959964 * math.sqrt(17), rel=0.02),
    )


def test_a_comparison_estimates_a_probability() -> None:
    die = {"distribution": "discrete", "values": [1, 2, 3, 4, 5, 6]}
    last = run("a + b == 7 and a != b", {"a": die, "b": die})[-1]
    assert last.confidence_low <= 1 / 6 <= last.confidence_high


def test_batches_merge_to_the_figures_of_all_samples() -> None:
    normal = {"distribution": "normal", "mean": 1e6, "standard_deviation": 1}
    drawing = sampler("x", {"x": normal})
    everything = np.concatenate([drawing.draw() for _ in range(20)])[:300_001]
    last = run("x", {"x": normal}, max_samples=300_001, quantiles=(0.1, 0.9))[-1]
    assert last.samples == 300_001
    assert last.mean == pytest.approx(everything.mean(), rel=1e-15)
    assert last.standard_deviation == pytest.approx(everything.std(ddof=1), rel=1e-10)
    assert [one.value for one in last.quantiles] == np.quantile(everything, [0.1, 0.9]).tolist()


def test_it_stops_at_the_wanted_precision() -> None:
    normal = {"distribution": "normal", "mean": 10, "standard_deviation": 1}
    last = run("x", {"x": normal}, precision=0.01, confidence=0.95, max_samples=10_000_000)[-1]
    assert last.finished == "precision"
    # (1.96 / 0.01)^2 samples are wanted, rounded up to whole batches.
    assert 37_000 <= last.samples <= 3 * (1 << 14)
    relative = run("x", {"x": normal}, relative_precision=0.001, confidence=0.95, max_samples=10_000_000)[-1]
    assert relative.finished == "precision"


def test_estimates_come_in_growing_steps_and_one_is_last() -> None:
    steps = run("x", {"x": {"distribution": "uniform", "low": 0, "high": 1}}, max_samples=3_000_000)
    sizes = [step.samples for step in steps]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == 3_000_000
    assert len(sizes) < 30
    assert [step.finished for step in steps] == ["no"] * (len(steps) - 1) + ["max_samples"]


def test_a_seed_repeats_the_stream() -> None:
    uniform = {"x": {"distribution": "uniform", "low": 0, "high": 1}}
    assert run("x", uniform) == run("x", uniform)


def test_a_sample_without_a_value_is_told_with_its_inputs() -> None:
    normal = {"distribution": "normal", "mean": 0, "standard_deviation": 1}
    with pytest.raises(UndefinedResult, match=r"of 16384 samples are not finite, as with x = -"):
        run("log(x)", {"x": normal})
    assert run("log(x) if x > 0 else 0", {"x": normal})[-1].samples == 500_000


def test_the_caller_may_end_it_between_batches() -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise TimeoutError

    goal = Goal(10_000_000, 0.95, None, None, ())
    with pytest.raises(TimeoutError):
        list(estimates(sampler("x", {"x": {"distribution": "exponential", "mean": 1}}).draw, goal, check))
    assert calls == 4


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_arrays_agree_with_single_numbers(name: str) -> None:
    arguments = {
        "acosh": (1.7,),
        "atan2": (0.3, 0.7),
        "clamp": (0.3, 0.4, 0.9),
        "log": (0.3, 7.0),
        "nth_root": (0.3, 3),
    }
    arguments["variance"] = (0.3, 0.7)
    values = arguments.get(name, (0.3,))
    text = f"{name}({', '.join(map(str, values))})"
    tree = parse(text, "expression").root
    assert float(fold(tree, Arrays({}))) == pytest.approx(fold(tree, Reals()), rel=1e-14)


@pytest.mark.parametrize(
    "text", ["7 // 2 - 7 % -3", "2^-2", "1 < 2 < 3", "not 2 > 1 or 3 == 3", "5 if 1 > 2 else 6"]
)
def test_arrays_have_the_same_operators(text: str) -> None:
    tree = parse(text, "expression").root
    assert float(fold(tree, Arrays({}))) == fold(tree, Reals())
