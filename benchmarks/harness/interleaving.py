"""Interleaved rounds of contenders, and the medians of what they gave."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Samples:
    """Figures of one contender, one a round."""

    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def best(self) -> float:
        return min(self.values)

    @property
    def spread(self) -> float:
        """Largest distance from the median, as a share of it: what a ratio can be trusted to."""
        middle = self.median
        return max(abs(value - middle) for value in self.values) / middle if middle else 0.0


def interleave(
    contenders: Mapping[str, Callable[[], float]], *, rounds: int = 5, warm_up: int = 1
) -> dict[str, Samples]:
    """Call every contender once a round, in turns of changing order, and keep what each returns.

    A contender returns its own figure (seconds, bytes, a rate). *warm_up* rounds are thrown away.
    """
    names = list(contenders)
    samples = {name: Samples() for name in names}
    for number in range(warm_up + rounds):
        turn = names[number % len(names) :] + names[: number % len(names)]
        for name in turn:
            value = contenders[name]()
            if number >= warm_up:
                samples[name].values.append(value)
    return samples


def ratio(samples: Mapping[str, Samples], ours: str, theirs: str) -> float:
    """Median over the rounds of ours / theirs: each round's pair met the same noise."""
    pairs = zip(samples[ours].values, samples[theirs].values, strict=True)
    return statistics.median(one / other for one, other in pairs)
