"""Differences and likeness of two texts."""

import re
from typing import Any, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein, Opcodes

Kind = Literal["same", "added", "removed"]


def prepared(text: str, *, ignore_case: bool, ignore_spaces: bool) -> str:
    text = text.casefold() if ignore_case else text
    return " ".join(text.split()) if ignore_spaces else text


def measures(old: str, new: str) -> dict[str, Any]:
    """Return the measures of likeness."""
    return {
        "similarity": round(Indel.normalized_similarity(old, new), 4),
        "token_similarity": round(fuzz.token_sort_ratio(old, new) / 100, 4),
        "edit_distance": Levenshtein.distance(old, new),
    }


def changes(old: str, new: str, unit: str) -> list[tuple[Kind, str]]:
    """Return the pieces of both texts in order, neighbors of one kind together."""
    split = (
        (lambda text: text.splitlines(keepends=True))
        if unit == "lines"
        else (lambda text: re.findall(r"\s+|\S+", text))
    )
    before, after = split(old), split(new)
    found: list[tuple[Kind, str]] = []
    removed = added = ""
    steps: Opcodes = Indel.opcodes(before, after)
    for step in steps:
        if step.tag != "equal":
            removed += "".join(before[step.src_start : step.src_end])
            added += "".join(after[step.dest_start : step.dest_end])
            continue
        found += _changed(removed, added)
        removed = added = ""
        found.append(("same", "".join(before[step.src_start : step.src_end])))
    return found + _changed(removed, added)


def _changed(removed: str, added: str) -> list[tuple[Kind, str]]:
    parts: list[tuple[Kind, str]] = [("removed", removed), ("added", added)]
    return [(kind, text) for kind, text in parts if text]
