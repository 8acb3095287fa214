"""One way to address pages in every operation: `1-3,7,-1,odd,even,last`."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from flowforge_pdfs.faults import NoPageSelected, PageOutOfRange

_TOKEN = re.compile(
    r"(?P<excluded>!)?(?:(?P<word>all|odd|even)|(?P<first>first|last|-?\d{1,7})"
    r"(?P<dash>-(?P<last>first|last|-?\d{1,7})?)?)(?::(?P<parity>odd|even))?"
)
_ZERO = re.compile(r"(?<!\d)0+(?!\d)")
_MOST_TOKENS = 1_000
SYNTAX = (
    "Pages, counted from 1: numbers and ranges such as 1-3,7; 5- is to the end, -1 the last page, -3- the "
    "last three, 9-1 backwards; also all, odd, even, first, last, 1-10:odd; !4 leaves page 4 out."
)


def _as_text(value: object) -> object:
    """Join a list of numbers; a single number is its text."""
    if isinstance(value, (list, tuple)):
        return ",".join(str(each) for each in value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _checked(text: str) -> str:
    """Return *text* in its plain spelling. Raises ValueError if it does not address pages."""
    plain = text.lower().replace("\N{EN DASH}", "-").replace(";", ",")
    plain = re.sub(r"\s*([-:,!])\s*", r"\1", plain.strip())
    tokens = [token for token in re.split(r"[,\s]+", plain) if token]
    if not 0 < len(tokens) <= _MOST_TOKENS:
        raise ValueError(f"should name 1 to {_MOST_TOKENS} pages or ranges, such as '1-3,7,-1'")
    for token in tokens:
        if not _TOKEN.fullmatch(token) or _ZERO.search(token):
            raise ValueError(f"has '{token[:40]}': write pages as '1-3,7,-1,odd,even,last', counted from 1")
    return ",".join(tokens)


PageSelection = Annotated[
    str,
    BeforeValidator(_as_text),
    Field(max_length=1_000, description=SYNTAX, examples=["1-3,7,-1"]),
    AfterValidator(_checked),
]


def select_pages(selection: str, count: int, *, field: str = "pages") -> list[int]:
    """Return positions from 0, in the order asked for, with repetitions.

    Raises PageOutOfRange for a page that a document of *count* pages does not have, NoPageSelected for none.
    """
    selected: list[int] = []
    excluded: set[int] = set()
    only_exclusions = all(token.startswith("!") for token in selection.split(","))
    for token in selection.split(","):
        matched = _TOKEN.fullmatch(token)
        if matched is None:  # a selection that no model has checked
            raise NoPageSelected(field=field, selection=selection, count=count)
        pages = _pages_of(matched, count, field)
        if matched["excluded"]:
            excluded.update(pages)
        else:
            selected += pages
    if only_exclusions:
        selected = list(range(count))
    kept = [page for page in selected if page not in excluded]
    if not kept:
        raise NoPageSelected(field=field, selection=selection, count=count)
    return kept


def _pages_of(token: re.Match[str], count: int, field: str) -> list[int]:
    if token["word"]:
        pages = list(range(count))
        parity = token["word"] if token["word"] != "all" else token["parity"]
    else:
        first = _position(token["first"], count, field)
        last = first
        if token["dash"]:
            last = _position(token["last"] or "last", count, field)
        step = 1 if last >= first else -1
        pages = list(range(first, last + step, step))
        parity = token["parity"]
    if parity is None:
        return pages
    return [page for page in pages if page % 2 == (0 if parity == "odd" else 1)]


def _position(end: str, count: int, field: str) -> int:
    number = {"first": 1, "last": count}.get(end) or int(end)
    position = number - 1 if number > 0 else count + number
    if not 0 <= position < count:
        raise PageOutOfRange(field=field, page=end, count=count)
    return position
