"""Compare a generated text with its source: words and numbers that the source lacks, repetition, copying."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import stopwordsiso

from flowforge_llm.core.tasks.text.languages import NO_LANGUAGE, rank

_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]»”]*\s*$|[。！？]\s*$")  # noqa: RUF001 - Chinese and Japanese ends
_LEAST_STEM, _STEM = 3, 5  # letters by which two forms of a word are taken for the same
_REPEATED = 4  # words in a row
_LEAST_WORDS, _SURE = 5, 0.9
_LEAST_READABLE = 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """What distinguishes a result from its source."""

    unknown_share: float
    foreign_numbers: list[str] = field(default_factory=list)
    is_repetitive: bool = False
    is_copy: bool = False


def compare(source: str, result: str) -> Comparison:
    """Return how *result* differs from *source*, of which it should be a shorter or other form."""
    source_words = words_of(source)
    known = {word[:size] for word in source_words for size in range(1, _STEM + 1) if size <= len(word)}
    said = [word for word in words_of(result) if word not in _stop_words(result)]
    unknown = [word for word in said if _stem(word) not in known]
    digits = {_plain(number) for number in _NUMBER.findall(source)}
    foreign = [number for number in _NUMBER.findall(result) if _plain(number) not in digits]
    share = len(unknown) / len(said) if said else 0.0
    return Comparison(share, foreign, is_repetitive(result), is_copy(source, result))


def _stem(word: str) -> str:
    """Return the beginning of a word that its other forms have too."""
    least = _LEAST_STEM if len(word) < _STEM else _LEAST_STEM + 1
    return word[: min(max(len(word) - 3, least), _STEM)]


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def is_copy(source: str, result: str) -> bool:
    """Return whether both have the same words in the same order."""
    words = words_of(result)
    return bool(words) and words == words_of(source)


def is_repetitive(text: str) -> bool:
    """Return whether four words in a row occur three times, or a sentence of four words or more twice."""
    words = words_of(text)
    runs = Counter(tuple(words[start : start + _REPEATED]) for start in range(len(words) - _REPEATED + 1))
    sentences = [tuple(words_of(one)) for one in re.split(r"(?<=[.!?])\s+|\n+", text)]
    twice = [one for one, count in Counter(sentences).items() if count > 1 and len(one) >= _REPEATED]
    return bool(twice) or max(runs.values(), default=0) > 2  # noqa: PLR2004 - three times


def ends_whole(text: str) -> bool:
    """Return whether *text* ends as a sentence does. Scripts without such marks are not judged."""
    return _SENTENCE_END.search(text) is not None or not _WORD.search(text) or not text[-1:].isascii()


def language_of(text: str) -> str | None:
    """Return the ISO 639 code of a text; None if it is too short, or the language is uncertain."""
    if len(words_of(text)) < _LEAST_WORDS:
        return None
    language, share = rank(text)[0]
    return language if share >= _SURE and language != NO_LANGUAGE else None


def is_unreadable(text: str) -> bool:
    """Return whether a text of some length has not one of the most frequent words of any language."""
    words = words_of(text)
    return len(words) >= _LEAST_READABLE and text.isascii() and not _all_stop_words().intersection(words)


def _stop_words(text: str) -> set[str]:
    return set(stopwordsiso.stopwords(rank(text)[0][0]))


@cache
def _all_stop_words() -> frozenset[str]:
    return frozenset().union(*map(stopwordsiso.stopwords, stopwordsiso.langs()))


def _plain(number: str) -> str:
    return number.replace(",", "").replace(".", "")
