"""Languages: which the engines read, and which one a text is probably in."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from flowforge_ocr.engines.languages import PADDLE_LANGUAGES
from servicekit import InvalidInput

_FEW_LETTERS = 20
_SURE = 0.6
_SCRIPTS = {"CJK": "Han", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}
_SOME_KANA = 0.02


class UnsupportedLanguage(InvalidInput):
    code = "OCR_LANGUAGE_UNSUPPORTED"
    message = "'languages' names '{language}', which the engine '{engine}' does not read. It reads: {known}."


def check_languages(languages: Sequence[str], engine: str, known: Sequence[str]) -> None:
    """Raise UnsupportedLanguage for the first that is not *known* to the engine."""
    for language in languages:
        if language not in known:
            raise UnsupportedLanguage(language=language[:40], engine=engine, known=", ".join(known))


def script_of(text: str) -> str | None:
    """Return the script of most letters: Latin, Han, Japanese, Cyrillic ...; None without letters."""
    counts: Counter[str] = Counter()
    for character in text:
        if character.isalpha():
            first = unicodedata.name(character, "").split(" ")[0].split("-")[0]
            counts[_SCRIPTS.get(first, first.capitalize())] += 1
    if not counts:
        return None
    if counts["Japanese"] > _SOME_KANA * counts.total():
        return "Japanese"
    return counts.most_common(1)[0][0]


def language_of(text: str, among: Sequence[str] = ()) -> str | None:
    """Return the language that a text is probably in; None if it is too short or nothing is likely."""
    script = script_of(text)
    if script == "Japanese":
        return "ja"
    if sum(character.isalpha() for character in text) < _FEW_LETTERS:
        return None
    if script == "Han":
        return "zh"
    ranked = [
        (code, share)
        for code, share in _identifier().rank(text[:5_000])
        if code in (among or PADDLE_LANGUAGES)
    ]
    total = sum(share for _, share in ranked)
    if not ranked or total <= 0:
        return None
    code, share = ranked[0]
    return str(code) if share / total >= _SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import (  # type: ignore[import-untyped] # noqa: PLC0415 - 30 MB, in workers only
        MODEL_FILE,
        LanguageIdentifier,
    )

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
