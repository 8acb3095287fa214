"""Parse machine-readable zones by the layout that fits best, and verify their check digits (ICAO 9303)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from flowforge_ocr.core.identity.checksums import WEIGHTS, likeliest, value_of
from flowforge_ocr.core.identity.fitting import fitted
from flowforge_ocr.core.identity.glyphs import Glyph, glyphs_of
from flowforge_ocr.core.identity.layouts import ALLOWED, LAYOUTS, Kind, Layout, Part

_MOST_MISSING = 6
_MOST_FITS = 12  # ways to bring one line to its length
_LETTERS = str.maketrans("0125867", "OIZSBGT")
_DOUBTFUL = 0.5
# A name ends with two fillers; what follows is filling, whatever was read.
_END_OF_NAMES = re.compile(r"^<*[^<]+(?:<[^<]+)*(?:<<[^<]+(?:<[^<]+)*)?<<")


@dataclass(frozen=True, slots=True)
class ParsedZone:
    """`checks` is whether each check digit is right, by the name of its field; `fields` are as printed.

    `doubts` are fields that hold characters of which the network was not sure and that no check digit tells:
    one in a field without a check digit, or two in a number whose check digit several readings would satisfy.
    """

    kind: Kind
    lines: tuple[str, ...]
    fields: dict[str, str]
    checks: dict[str, bool] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    likelihood: float = 0.0

    @property
    def is_valid(self) -> bool:
        return bool(self.checks) and all(self.checks.values())


def check_digit(text: str) -> str:
    """Return the check digit of ICAO 9303, part 3, for a text of the alphabet."""
    total = sum(value_of(character) * WEIGHTS[at % 3] for at, character in enumerate(text))
    return str(total % 10)


def parse_zone(lines: Sequence[str]) -> ParsedZone | None:
    """Return what lines of the alphabet say; None if they fit no layout."""
    return parse_glyphs([glyphs_of(line) for line in lines])


def parse_glyphs(lines: Sequence[Sequence[Glyph]]) -> ParsedZone | None:
    """Return the likeliest zone that was read so; None if the lines fit no layout."""
    found = [parsed for layout in LAYOUTS if (parsed := _parse(lines, layout)) is not None]
    return max(found, key=_rank, default=None)


def _rank(parsed: ParsedZone) -> tuple[bool, int, float]:
    return parsed.is_valid, sum(parsed.checks.values()), parsed.likelihood


def _parse(lines: Sequence[Sequence[Glyph]], layout: Layout) -> ParsedZone | None:
    if len(lines) != layout.lines or not all(lines) or not _begins_like(lines[0][0].best, layout.kind):
        return None
    if any(abs(len(line) - layout.length) > _MOST_MISSING for line in lines):
        return None
    options = [list(islice(fitted(line, layout.length), _MOST_FITS)) for line in lines]
    if layout.composite_at is None:
        return max((_read(chosen, layout) for chosen in _one_by_one(options)), key=_rank)
    best: ParsedZone | None = None
    for chosen in _one_by_one(options):
        parsed = _read(chosen, layout)
        if best is None or _rank(parsed) > _rank(best):
            best = parsed
        if best.is_valid:
            break
    return best


def _one_by_one(options: Sequence[Sequence[list[Glyph]]]) -> Iterator[list[list[Glyph]]]:
    """Yield combinations of the ways to fit each line, those of the first ways first."""
    numbers = product(*(range(len(each)) for each in options))
    for chosen in islice(sorted(numbers, key=sum), _MOST_FITS * 2):
        yield [each[at] for each, at in zip(options, chosen, strict=True)]


def _begins_like(first: str, kind: Kind) -> bool:
    letter = first.translate(_LETTERS)
    return {"TD3": letter == "P", "MRV-A": letter == "V", "MRV-B": letter == "V"}.get(kind, letter in "ACI")


def _read(lines: Sequence[Sequence[Glyph]], layout: Layout) -> ParsedZone:
    texts, likelihood = likeliest(lines, layout)
    for part in layout.parts:
        if part.name == "names":
            line = texts[part.line]
            texts[part.line] = line[: part.start] + _ended(line[part.start : part.end])
    fields = {part.name: texts[part.line][part.start : part.end] for part in layout.parts}
    checks = _checks(texts, layout, fields)
    doubts = tuple(part.name for part in layout.parts if _is_doubtful(lines, texts, part))
    return ParsedZone(layout.kind, tuple(texts), fields, checks, doubts, likelihood)


def _ended(names: str) -> str:
    """Return the names with nothing but fillers behind their end."""
    end = _END_OF_NAMES.match(names)
    return names[: end.end()].ljust(len(names), "<") if end else names


def _is_doubtful(lines: Sequence[Sequence[Glyph]], texts: Sequence[str], part: Part) -> bool:
    place = slice(part.start, part.end)
    pairs = zip(lines[part.line][place], texts[part.line][place], strict=True)
    unsure = [text for glyph, text in pairs if text != "<" and _share(glyph, text, part) < _DOUBTFUL]
    if part.check is None:
        return bool(unsure)
    return part.holds == "any" and len(unsure) > 1


def _share(glyph: Glyph, text: str, part: Part) -> float:
    """Return how likely a character is among those that its field may hold."""
    choices = glyph.choices(ALLOWED[part.holds])
    return choices.get(text, 0.0) / sum(choices.values())


def _checks(lines: Sequence[str], layout: Layout, fields: dict[str, str]) -> dict[str, bool]:
    """Return which check digits are right; a number that is continued is put together in *fields*."""
    checks = {}
    for part in layout.parts:
        if part.check is None:
            continue
        text, digit = fields[part.name], lines[part.line][part.check]
        if digit == "<" and part.name == "document_number":
            text, digit = _continued(text, fields)
        empty = part.name == "personal_number" and not text.strip("<") and digit == "<"
        checks[part.name] = empty or check_digit(text) == digit
    if layout.composite_at is not None:
        covered = "".join(lines[row][start:end] for row, start, end in layout.composite)
        row, column = layout.composite_at
        checks["composite"] = check_digit(covered) == lines[row][column]
    return checks


def _continued(number: str, fields: dict[str, str]) -> tuple[str, str]:
    """Return a number of more than nine characters, and its check digit: both go on in the optional data."""
    rest, _, others = fields["optional_data"].partition("<")
    if not rest:
        return number, "<"
    fields["document_number"], fields["optional_data"] = number + rest[:-1], others
    return fields["document_number"], rest[-1]
