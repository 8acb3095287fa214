"""Parse machine-readable zones: layouts, look-alike characters by position, check digits (ICAO 9303)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from typing import Literal

Kind = Literal["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_WEIGHTS = (7, 3, 1)
_TO_DIGITS = str.maketrans("ODQUILZSGBT", "00001125687")
_TO_LETTERS = str.maketrans("0125867", "OIZSBGT")
_MOST_MISSING = 6


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a layout: its line, where it begins and ends, what it may hold, and its check digit."""

    name: str
    line: int
    start: int
    end: int
    holds: Literal["letters", "digits", "any"] = "any"
    check: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    kind: Kind
    lines: int
    length: int
    parts: tuple[Part, ...]
    # What the last check digit covers, as parts of lines, and where it stands.
    composite: tuple[tuple[int, int, int], ...] = ()
    composite_at: tuple[int, int] | None = None


_TD3_LINE = (
    Part("document_number", 1, 0, 9, check=9),
    Part("nationality", 1, 10, 13, "letters"),
    Part("birth_date", 1, 13, 19, "digits", 19),
    Part("sex", 1, 20, 21, "letters"),
    Part("expiry_date", 1, 21, 27, "digits", 27),
)
_HEAD = (Part("document_type", 0, 0, 2, "letters"), Part("issuer", 0, 2, 5, "letters"))
LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "TD3",
        2,
        44,
        (
            *_HEAD,
            Part("names", 0, 5, 44, "letters"),
            *_TD3_LINE,
            Part("personal_number", 1, 28, 42, check=42),
        ),
        ((1, 0, 10), (1, 13, 20), (1, 21, 43)),
        (1, 43),
    ),
    Layout(
        "MRV-A",
        2,
        44,
        (*_HEAD, Part("names", 0, 5, 44, "letters"), *_TD3_LINE, Part("optional_data", 1, 28, 44)),
    ),
    Layout(
        "TD2",
        2,
        36,
        (*_HEAD, Part("names", 0, 5, 36, "letters"), *_TD3_LINE, Part("optional_data", 1, 28, 35)),
        ((1, 0, 10), (1, 13, 20), (1, 21, 35)),
        (1, 35),
    ),
    Layout(
        "MRV-B",
        2,
        36,
        (*_HEAD, Part("names", 0, 5, 36, "letters"), *_TD3_LINE, Part("optional_data", 1, 28, 36)),
    ),
    Layout(
        "TD1",
        3,
        30,
        (
            *_HEAD,
            Part("document_number", 0, 5, 14, check=14),
            Part("optional_data", 0, 15, 30),
            Part("birth_date", 1, 0, 6, "digits", 6),
            Part("sex", 1, 7, 8, "letters"),
            Part("expiry_date", 1, 8, 14, "digits", 14),
            Part("nationality", 1, 15, 18, "letters"),
            Part("optional_data_2", 1, 18, 29),
            Part("names", 2, 0, 30, "letters"),
        ),
        ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
        (1, 29),
    ),
)


@dataclass(frozen=True, slots=True)
class ParsedZone:
    """`checks` is whether each check digit is right, by the name of its field; `fields` are as printed."""

    kind: Kind
    lines: tuple[str, ...]
    fields: dict[str, str]
    checks: dict[str, bool] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return bool(self.checks) and all(self.checks.values())


def check_digit(text: str) -> str:
    """Return the check digit of ICAO 9303, part 3, for a text of the alphabet."""
    total = sum(_value(character) * _WEIGHTS[at % 3] for at, character in enumerate(text))
    return str(total % 10)


def _value(character: str) -> int:
    if character == "<":
        return 0
    return int(character) if character.isdigit() else ord(character) - ord("A") + 10


def parse_zone(lines: Sequence[str]) -> ParsedZone | None:
    """Return what lines of the alphabet say, by the layout that fits best; None if none does."""
    found = [parsed for layout in LAYOUTS if (parsed := _parse(lines, layout)) is not None]
    return max(found, key=lambda one: (one.is_valid, sum(one.checks.values())), default=None)


def _parse(lines: Sequence[str], layout: Layout) -> ParsedZone | None:
    if len(lines) != layout.lines or not _begins_like(lines[0], layout.kind):
        return None
    if any(abs(len(line) - layout.length) > _MOST_MISSING for line in lines):
        return None
    candidates = [list(_fitted(line, layout.length)) for line in lines]
    best: ParsedZone | None = None
    chosen = [options[0] for options in candidates]
    for at, options in enumerate(candidates):
        for option in options:
            tried = [*chosen[:at], option, *chosen[at + 1 :]]
            parsed = _read(tried, layout)
            if best is None or sum(parsed.checks.values()) > sum(best.checks.values()):
                best, chosen = parsed, tried
    return best


def _begins_like(line: str, kind: Kind) -> bool:
    first = line[:1].translate(_TO_LETTERS)
    return {"TD3": first == "P", "MRV-A": first == "V", "MRV-B": first == "V"}.get(
        kind, first in "ACI" and first != ""
    )


def _fitted(line: str, length: int) -> Iterator[str]:
    """Yield *line* at its full length: fillers are lost, or read too often, where many stand together."""
    if len(line) == length:
        yield line
        return
    if len(line) > length:
        yield line[:length]
        yield from (line[:at] + line[at + len(line) - length :] for at in _runs(line))
        return
    missing = length - len(line)
    yield line + "<" * missing
    places = [at for at in _runs(line) if at < len(line)]
    for chosen in combinations_with_replacement(places, min(missing, 2)):
        padded, rest = line, missing - len(chosen)
        for at in sorted(chosen, reverse=True):
            padded = padded[:at] + "<" + padded[at:]
        yield padded + "<" * rest


def _runs(line: str) -> list[int]:
    """Return where fillers begin."""
    return [at for at in range(len(line)) if line[at] == "<" and line[at - 1 : at] != "<"]


_CORRECTIONS: dict[str, Callable[[str], str]] = {
    "letters": lambda text: text.translate(_TO_LETTERS),
    "digits": lambda text: text.translate(_TO_DIGITS),
    "any": lambda text: text,
}


def _read(lines: Sequence[str], layout: Layout) -> ParsedZone:
    mended = [list(line) for line in lines]
    for part in layout.parts:
        text = "".join(mended[part.line][part.start : part.end])
        mended[part.line][part.start : part.end] = _CORRECTIONS[part.holds](text)
        if part.check is not None:
            mended[part.line][part.check] = mended[part.line][part.check].translate(_TO_DIGITS)
    if layout.composite_at is not None:
        row, column = layout.composite_at
        mended[row][column] = mended[row][column].translate(_TO_DIGITS)
    for part in layout.parts:
        if part.holds == "any" and part.check is not None:
            _mend_number(mended[part.line], part)
    texts = tuple("".join(line) for line in mended)
    fields = {part.name: texts[part.line][part.start : part.end] for part in layout.parts}
    return ParsedZone(layout.kind, texts, fields, _checks(texts, layout))


def _mend_number(line: list[str], part: Part) -> None:
    """Exchange O and 0, I and 1 and the like one by one, until the check digit is right."""
    assert part.check is not None  # noqa: S101 - kept for the type
    text, wanted = "".join(line[part.start : part.end]), line[part.check]
    if check_digit(text) == wanted:
        return
    for at, character in enumerate(text):
        for other in (character.translate(_TO_DIGITS), character.translate(_TO_LETTERS)):
            tried = text[:at] + other + text[at + 1 :]
            if other != character and check_digit(tried) == wanted:
                line[part.start : part.end] = tried
                return


def _checks(lines: Sequence[str], layout: Layout) -> dict[str, bool]:
    checks = {}
    for part in layout.parts:
        if part.check is not None:
            text, digit = lines[part.line][part.start : part.end], lines[part.line][part.check]
            empty = part.name == "personal_number" and not text.strip("<") and digit == "<"
            checks[part.name] = empty or check_digit(text) == digit
    if layout.composite_at is not None:
        covered = "".join(lines[row][start:end] for row, start, end in layout.composite)
        row, column = layout.composite_at
        checks["composite"] = check_digit(covered) == lines[row][column]
    return checks
