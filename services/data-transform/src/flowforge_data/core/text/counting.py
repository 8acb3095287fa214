"""Figures about a text."""

import re
from collections import Counter
from typing import Any, Final

from flowforge_data.core.text.dividing import parts_of, sentences

READ_A_MINUTE: Final = 238  # silent reading of English: Brysbaert 2019
SPOKEN_A_MINUTE: Final = 150
_VOWELS: Final = re.compile(r"[aeiouy]+")


def statistics(text: str, top: int, min_word_length: int) -> dict[str, Any]:
    """Return all figures of the text."""
    words = parts_of(text, "words", "", 1, None)
    lower = [word.lower() for word in words]
    lines, parts = text.splitlines(), sentences(text)
    frequent = Counter(word for word in lower if len(word) >= min_word_length).most_common(top)
    ease, grade = _readability(lower, len(parts))
    return {
        "characters": len(text),
        "characters_without_spaces": sum(not letter.isspace() for letter in text),
        "words": len(words),
        "distinct_words": len(set(lower)),
        "sentences": len(parts),
        "paragraphs": len([one for one in re.split(r"\n[ \t]*\n+", text) if one.strip()]),
        "lines": len(lines),
        "reading_minutes": round(len(words) / READ_A_MINUTE, 2),
        "speaking_minutes": round(len(words) / SPOKEN_A_MINUTE, 2),
        "words_per_sentence": round(len(words) / len(parts), 2) if parts else 0.0,
        "flesch_reading_ease": ease,
        "flesch_kincaid_grade": grade,
        "most_frequent": [{"word": word, "count": count} for word, count in frequent],
    }


def _readability(words: list[str], sentence_count: int) -> tuple[float | None, float | None]:
    if not words or not sentence_count:
        return None, None
    length = len(words) / sentence_count
    syllables = sum(_syllables(word) for word in words) / len(words)
    ease = 206.835 - 1.015 * length - 84.6 * syllables
    grade = 0.39 * length + 11.8 * syllables - 15.59
    return round(ease, 1), round(grade, 1)


def _syllables(word: str) -> int:
    """Count groups of vowels; a silent e at the end is none."""
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and count > 1
    return max(1, count - silent)
