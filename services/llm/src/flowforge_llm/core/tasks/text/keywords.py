"""Keywords by counting.

Phrases between stop words are weighed by the company they keep (RAKE, Rose et al. 2010), how often they come,
and how early.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flowforge_llm.core.tasks.text.quotes import Span

_WORD = re.compile(r"[^\W_]+(?:['’.&/+-][^\W_]+)*[+#]*")  # noqa: RUF001 - as texts have them
_PART = re.compile(r"[.!?,;:()\[\]{}\"“”«»|/\\<>*=\n\t…—–]+")  # noqa: RUF001 - as texts have them
_LONGEST_PHRASE = 3
_MOST_PLACES = 100


@dataclass(frozen=True, slots=True)
class Keyword:
    phrase: str
    score: float
    places: list[Span]


def keywords_of(text: str, stop_words: AbstractSet[str], most: int) -> list[Keyword]:
    """Return the *most* important phrases, the first with score 1; none is part of a better one."""
    places: dict[str, list[Span]] = {}
    shown: dict[str, Counter[str]] = {}
    for span in _phrases(text, stop_words):
        phrase = text[span.start : span.end]
        key = " ".join(phrase.casefold().split())
        places.setdefault(key, []).append(span)
        shown.setdefault(key, Counter())[phrase] += 1
    scores = _scores(places, len(text))
    ranked = sorted(scores, key=lambda key: (-scores[key], places[key][0].start))
    chosen: list[str] = []
    for key in ranked:
        if len(chosen) == most:
            break
        if not any(set(key.split()) <= set(other.split()) for other in chosen):
            chosen.append(key)
    return [
        Keyword(shown[key].most_common(1)[0][0], scores[key] / scores[chosen[0]], places[key][:_MOST_PLACES])
        for key in chosen
    ]


def _phrases(text: str, stop_words: AbstractSet[str]) -> Iterator[Span]:
    """Yield every run of words between stop words and punctuation; of long runs the single words."""
    for start, end in _parts(text):
        run: list[Span] = []
        for match in _WORD.finditer(text, start, end):
            if _is_weighty(match[0], stop_words):
                run.append(Span(match.start(), match.end()))
            else:
                yield from _of_run(run)
                run = []
        yield from _of_run(run)


def _of_run(run: list[Span]) -> Iterator[Span]:
    if 0 < len(run) <= _LONGEST_PHRASE:
        yield Span(run[0].start, run[-1].end)
    elif run:
        yield from run


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _PART.finditer(text):
        following = text[match.end() : match.end() + 1]
        if match[0] in (".", "/") and following.strip():
            continue  # within a word, as in "node.js"
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _is_weighty(word: str, stop_words: AbstractSet[str]) -> bool:
    return word.casefold() not in stop_words and len(word) > 1 and not word.isnumeric()


def _scores(places: dict[str, list[Span]], length: int) -> dict[str, float]:
    """Return for each phrase the mean degree of its words over their counts, by its count and earliness."""
    counts: Counter[str] = Counter()
    degrees: Counter[str] = Counter()
    for key, spans in places.items():
        words = key.split()
        for word in words:
            counts[word] += len(spans)
            degrees[word] += len(spans) * len(words)
    scores: dict[str, float] = {}
    for key, spans in places.items():
        words = key.split()
        company = sum(degrees[word] / counts[word] + math.log(counts[word]) for word in words) / len(words)
        earliness = 1.5 - spans[0].start / max(length, 1)
        scores[key] = company * (1 + math.log(len(spans))) * earliness
    return scores
