"""Decide whether a result needs review, and say why.

Rules come first, then the share of words that the source lacks, then the model's own probability. The limits
were fitted on one half of a labelled set; docs/tasks-llm.md reports the other half.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.tasks.reviewing.codes import are_alike
from flowforge_llm.core.tasks.reviewing.signals import compare, is_unreadable, language_of
from flowforge_llm.core.tasks.text.lines import lost_parts

ReviewReason = Literal[
    "small_model",
    "unreadable_text",
    "wrong_language",
    "copied",
    "repetition",
    "foreign_number",
    "lost_part",
    "unknown_words",
    "low_probability",
    "low_confidence",
    "none_fits",
    "inferred",
    "missing_field",
    "long_value",
    "invented",
    "cut_off",
    "untrained_model",
    "unsure_language",
]
REASONS: tuple[ReviewReason, ...] = get_args(ReviewReason)
UNKNOWN_SHARE = 0.2
LEAST_CONFIDENCE = 0.5


@dataclass(slots=True)
class Review:
    """Reasons to look at a result, in the order in which they were found."""

    reasons: list[ReviewReason] = field(default_factory=list)
    language: str | None = None
    confidence: float | None = None

    def add(self, reason: ReviewReason, *, when: bool = True) -> None:
        if when and reason not in self.reasons:
            self.reasons.append(reason)


def told(review: Review) -> dict[str, Any]:
    """Return the fields of every TaskResult that say whether it needs review."""
    return {"needs_review": bool(review.reasons), "review_reasons": review.reasons}


def least(*confidences: float | None) -> float | None:
    """Return the least of the confidences that are known."""
    return min((one for one in confidences if one is not None), default=None)


def is_small(card: ModelCard) -> bool:
    """Return whether it is the packaged chat model, which is not reliable on facts."""
    return card.engine == "llama" and card.weights is None


def review_text(
    source: str,
    result: str,
    *,
    expected_language: str | None,
    confidence: float | None = None,
    may_add_words: bool = False,
) -> Review:
    """Judge a text that was made from *source*. *may_add_words*: other words than the source's are normal."""
    review = Review(language=language_of(result), confidence=confidence)
    review.add("unreadable_text", when=is_unreadable(source))
    is_other = bool(
        review.language and expected_language and not are_alike(review.language, expected_language)
    )
    review.add("wrong_language", when=is_other)
    found = compare(source, result)
    review.add("copied", when=found.is_copy)
    review.add("repetition", when=found.is_repetitive)
    review.add("foreign_number", when=bool(found.foreign_numbers))
    review.add("lost_part", when=may_add_words and bool(lost_parts(source, result)))
    review.add("unknown_words", when=not may_add_words and found.unknown_share > UNKNOWN_SHARE)
    review.add("low_probability", when=confidence is not None and confidence < LEAST_CONFIDENCE)
    return review
