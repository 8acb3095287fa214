"""Replace in text by a fixed text or by a pattern."""

import re

import re2

from flowforge_data.core.text.forms import MAX_CHARACTERS, InvalidPattern
from flowforge_data.core.text.patterns import compiled
from servicekit import ResourceLimit


def replaced(
    text: str, find: str, replacement: str, limit: int, *, regex: bool, ignore_case: bool
) -> tuple[str, int]:
    """Return the new text and the number of replacements; *limit* 0 is all."""
    if not regex and not ignore_case:
        count = text.count(find) if not limit else min(limit, text.count(find))
        _check(len(text) + count * (len(replacement) - len(find)))
        return text.replace(find, replacement, limit or -1), count
    pattern = compiled(find if regex else re.escape(find), "find", ignore_case=ignore_case)
    matches = sum(1 for _ in pattern.finditer(text))
    _check(len(text) + min(limit or matches, matches) * len(replacement))
    template = replacement if regex else replacement.replace("\\", "\\\\")
    try:
        found: tuple[str, int] = pattern.subn(template, text, limit)
    except (re2.error, IndexError) as error:
        raise InvalidPattern(
            field="replacement", reason="it names a group that the pattern does not have"
        ) from error
    return found


def _check(characters: int) -> None:
    if characters > 4 * MAX_CHARACTERS:
        raise ResourceLimit(limit=f"{4 * MAX_CHARACTERS:,} characters of result")
