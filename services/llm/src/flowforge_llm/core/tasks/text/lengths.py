"""Texts no longer than was asked for."""

import re

_SENTENCE_END = re.compile(r"[.!?…][\"')\]]?(?=\s|$)|[。！？]")  # noqa: RUF001 - as Chinese and Japanese end them
_SHORTEST_PART = 0.4


def shortened(text: str, max_words: int) -> str:
    """Return *text* with *max_words* at most: ended after its last whole sentence, else with an ellipsis."""
    text = text.strip()
    parts = list(re.finditer(r"\S+", text))
    if len(parts) <= max_words:
        return text
    kept = text[: parts[max_words - 1].end()]
    ends = [match.end() for match in _SENTENCE_END.finditer(kept)]
    if ends and ends[-1] >= len(kept) * _SHORTEST_PART:
        return kept[: ends[-1]]
    return kept.rstrip(" ,;:-") + "…"
