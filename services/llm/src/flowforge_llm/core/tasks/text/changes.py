"""What was changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_PART = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the first text, at *start* in code points, and what stands in their place."""

    start: int
    end: int
    before: str
    after: str


def changes_between(first: str, second: str) -> list[Change]:
    """Return the changes in order: applied from the last to the first they make *second* of *first*."""
    old, new = _PART.findall(first), _PART.findall(second)
    starts = [0]
    for part in old:
        starts.append(starts[-1] + len(part))
    changes: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            changes.append(Change(starts[a], starts[b], "".join(old[a:b]), "".join(new[c:d])))
    return changes
