"""Scores of labels from what a model thinks of their words, not from what it says of itself.

Each label is weighed as the answer to the same prompt: the sum of the log-probabilities of its tokens. What
it weighs under a text that says nothing is taken off, so that common words have no advantage (contextual
calibration, Zhao et al. 2021). An engine needs to tell only the probability of the token that it gives, so a
limit on its list of alternatives does not matter.
"""

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from flowforge_llm.core.tasks.prompting.assistant import Assistant, side_by_side
from flowforge_llm.core.tasks.prompting.prompt import Prompt
from flowforge_llm.core.tasks.text.chunks import split

_NOTHING = ("N/A", "It is a text.")
_MOST_PIECES = 4
_MOST_KEPT = 4096
_priors: OrderedDict[tuple[str, str, str, str], float] = OrderedDict()


async def label_scores(
    assistant: Assistant, question: Prompt, text: str, labels: Sequence[str]
) -> list[float]:
    """Return a share for each label as the answer to *question* about *text*; they add up to 1.

    Of a long text a few pieces, spread over it, are weighed.
    """
    pieces = spread(text, await assistant.chunk_characters(text, 64))
    jobs = [
        partial(assistant.weigh, replace(question, document=piece), label)
        for piece in pieces
        for label in labels
    ]
    weights = await side_by_side(jobs, assistant.width)
    priors = await _priors_of(assistant, question, labels)
    means = [sum(weights[number :: len(labels)]) / len(pieces) - prior for number, prior in enumerate(priors)]
    return shares_of(means)


async def _priors_of(assistant: Assistant, question: Prompt, labels: Sequence[str]) -> list[float]:
    """Return what each label weighs when there is nothing to say; known ones are not asked for again."""
    keys = [(assistant.card.name, question.task, question.given, label) for label in labels]
    unknown = [key for key in keys if key not in _priors]
    jobs = [
        partial(assistant.weigh, replace(question, document=nothing), key[-1])
        for key in unknown
        for nothing in _NOTHING
    ]
    weights = await side_by_side(jobs, assistant.width)
    count = len(_NOTHING)
    found = [sum(weights[start : start + count]) / count for start in range(0, len(weights), count)]
    known = {key: _priors[key] for key in keys if key in _priors} | dict(zip(unknown, found, strict=True))
    _priors.update(known)
    while len(_priors) > _MOST_KEPT:
        _priors.popitem(last=False)
    return [known[key] for key in keys]


def spread(text: str, size: int, most: int = _MOST_PIECES) -> list[str]:
    """Return the text's pieces, or *most* of them with even distances if there are more."""
    pieces = [chunk.text for chunk in split(text, size)]
    if len(pieces) <= most:
        return pieces
    step = (len(pieces) - 1) / (most - 1)
    return [pieces[round(number * step)] for number in range(most)]


def shares_of(weights: Sequence[float]) -> list[float]:
    """Return shares that add up to 1, in the proportions of the exponentials of *weights*."""
    top = max(weights)
    parts = [math.exp(weight - top) for weight in weights]
    return [part / sum(parts) for part in parts]
