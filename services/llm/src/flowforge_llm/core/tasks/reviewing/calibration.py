"""Turn a share into the probability that the answer is right.

Fitted by logistic regression on one half of a labelled set, for the embedded models; docs/tasks-llm.md has
the figures of the other half. The set is in tests/core/tasks/reviewing.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_LEAST = 1e-4  # of a share, and of what is missing to 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over the logit of a share, with an offset for each kind of answer."""

    slope: float
    offsets: Mapping[str, float]

    def confidence(self, share: float, kind: str = "") -> float:
        """Return the probability that an answer with this *share* is right."""
        value = self.offsets[kind] + self.slope * logit(share)
        return round(1 / (1 + math.exp(-value)), 4)


def logit(share: float) -> float:
    bounded = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded))


SENTIMENT: Final = Calibration(1.037, {"positive": 0.151, "neutral": -0.421, "negative": -0.318})
LABELS: Final = Calibration(0.972, {"": 0.049})
LANGUAGE: Final = Calibration(1.181, {"": 1.391})
