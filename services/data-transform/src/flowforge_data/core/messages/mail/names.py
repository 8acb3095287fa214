"""Distinct file names."""

from collections.abc import Sequence
from pathlib import PurePath


def distinct(names: Sequence[str]) -> list[str]:
    """Return the names with a number before the extension of those that stand more than once."""
    taken: set[str] = set()
    found = []
    for name in names:
        path, made, number = PurePath(name), name, 2
        while made.lower() in taken:
            made, number = f"{path.stem}-{number}{path.suffix}", number + 1
        taken.add(made.lower())
        found.append(made)
    return found
