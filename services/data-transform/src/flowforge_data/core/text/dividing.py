"""Divide text into parts."""

import re
from typing import Final

from flowforge_data.core.text.patterns import compiled

_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'»”)]*\s+(?=[\"'«“(]*[A-ZÀ-ÖØ-ÞА-Я0-9])|(?<=[。！？])\s*")  # noqa: RUF001 - marks of several languages
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs|etc|bzw|usw|Nr|No|Inc|Ltd|Co)|\b[A-Za-z])\.$"
)


def parts_of(text: str, by: str, separator: str, length: int, limit: int | None) -> list[str]:
    """Return the parts, the last of at most *limit* with the rest."""
    match by:
        case "separator":
            return text.split(separator, (limit or 0) - 1)
        case "regex":
            return list(compiled(separator, "separator", ignore_case=False).split(text, (limit or 1) - 1))
        case "lines":
            parts = text.splitlines()
        case "paragraphs":
            parts = re.split(r"\n[ \t]*\n+", text)
        case "sentences":
            parts = sentences(text)
        case "words":
            parts = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)  # noqa: RUF001 - an apostrophe
        case _:
            parts = [text[start : start + length] for start in range(0, len(text), length)]
    return (
        parts if limit is None or len(parts) <= limit else [*parts[: limit - 1], " ".join(parts[limit - 1 :])]
    )


def sentences(text: str) -> list[str]:
    """Return the sentences; the end of an abbreviation ends none."""
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] += " " + part
        else:
            found.append(part)
    return [one for one in found if one.strip()]
