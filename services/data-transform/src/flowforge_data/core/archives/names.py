"""Paths of archives that are safe to write: relative, without a way up or signs that file systems refuse."""

from collections.abc import Iterable
from fnmatch import fnmatchcase


def safe_path(name: str) -> str:
    """Return the path with its parts made safe; `../../etc/passwd` becomes `etc/passwd`."""
    parts = [_part(one) for one in name.replace("\\", "/").split("/")]
    return "/".join(one for one in parts if one) or "file"


def _part(text: str) -> str:
    clean = "".join("_" if letter in '<>:"|?*' or not letter.isprintable() else letter for letter in text)
    return "" if clean.strip(". ") == "" else clean.strip()[:200]


def distinct_path(name: str, taken: set[str]) -> str:
    """Return *name*, with a number before its extension if it is taken already."""
    stem, dot, extension = name.rpartition(".")
    made, number = name, 2
    while made.lower() in taken:
        made = f"{stem}-{number}.{extension}" if dot and "/" not in extension else f"{name}-{number}"
        number += 1
    taken.add(made.lower())
    return made


def wanted(name: str, patterns: Iterable[str]) -> bool:
    """Return whether a path matches one of the patterns, as a whole or by its last part."""
    last = name.rpartition("/")[2]
    return any(fnmatchcase(name, one) or fnmatchcase(last, one) for one in patterns)
