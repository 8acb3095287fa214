"""The formats of TEXT: digits, thousands, percent, powers of ten, dates and times."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any, Final

from flowforge_math.core.spreadsheet.dates import MONTHS, SECONDS, moment
from flowforge_math.core.spreadsheet.values import VALUE, Failed, general, number, text

MAX_FORMAT: Final = 255
_CONTEXT: Final = Context(prec=700)
_PIECE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.', re.DOTALL)
_CONDITION: Final = re.compile(r"\[(<=|>=|<>|=|<|>)(-?\d+(?:\.\d+)?)\]")
_DATED: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_DATE: Final = re.compile(
    r'(?P<literal>"[^"]*"|\\.)|(?P<half>AM/PM|A/P)|(?P<passed>\[(?:h+|m+|s+)\])|(?P<tenths>\.0+)'
    r"|(?P<part>y+|m+|d+|h+|s+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_FRACTION: Final = re.compile(r"(?:(?P<whole>[#0?]+) )?(?P<upper>[#0?]+)/(?P<lower>[#0?]+|[1-9]\d{0,3})")
_MOST_DAYS_NAMED: Final = 3


def formatted(value: Any, pattern: str) -> str:
    """Return a value as TEXT shows it. Raises Failed for a format that is none."""
    if len(pattern) > MAX_FORMAT:
        raise Failed(VALUE)
    sections = _sections(pattern)
    if isinstance(value, bool) or (isinstance(value, str) and (found := _numeric(value)) is None):
        section = sections[3] if len(sections) > 3 else "@" if "@" not in pattern else pattern  # noqa: PLR2004 - the fourth is of texts
        return _literal(section).replace("@", text(value))
    found = number(value)
    if pattern in ("", "@"):
        return general(found) if pattern else ""
    section, shown = _section(sections, found)
    if section.strip().lower() == "general":
        return general(shown)
    plain = re.sub(r'"[^"]*"|\\.|\[[^hms\]]*\]', "", section, flags=re.IGNORECASE)
    if _DATED.search(plain.replace("E+", "").replace("e+", "")):
        return _date(shown, section)
    return _digits(shown, section)


def _numeric(value: str) -> float | None:
    try:
        return number(value)
    except Failed:
        return None


def _sections(pattern: str) -> list[str]:
    sections = [""]
    for piece in _PIECE.findall(pattern):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _section(sections: list[str], value: float) -> tuple[str, float]:
    """Return the section for a number, and the number as it is shown there."""
    if _CONDITION.match(sections[0]):
        return _conditional(sections, value), value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:  # noqa: PLR2004 - the third is of zero
        return sections[2], value
    return sections[0], value


def _conditional(sections: list[str], value: float) -> str:
    """Return the first section whose condition, such as [<=100], holds or that has none."""
    for section in sections:
        found = _CONDITION.match(section)
        if found is None:
            return section
        limit = float(found[2])
        holds = {"<": value < limit, ">": value > limit, "=": value == limit}
        if any(holds[sign] for sign in found[1] if sign in holds) and found[1] != "<>":
            return section[found.end() :]
        if found[1] == "<>" and value != limit:
            return section[found.end() :]
    raise Failed(VALUE)


def _literal(section: str) -> str:
    return "".join(
        piece[1:-1] if piece[0] == '"' else piece[1] if piece[0] == "\\" and len(piece) > 1 else piece
        for piece in _PIECE.findall(section)
    )


def _digits(value: float, section: str) -> str:
    """Return a number in a format such as `$#,##0.00` or `0.0%`."""
    pieces = [piece for piece in _PIECE.findall(section) if piece[0] not in "*["]
    if (fraction := _FRACTION.search("".join(pieces))) is not None:
        return _fraction(value, fraction)
    marks = [at for at, piece in enumerate(pieces) if piece in ("0", "#", "?", ".", ",")]
    if not any(pieces[at] in ("0", "#", "?") for at in marks):
        return ("-" if value < 0 else "") + _literal("".join(pieces))
    first, last = marks[0], marks[-1]
    exponent = next((at for at, piece in enumerate(pieces) if piece in "Ee" and at >= first), None)
    if exponent is not None:
        return _scientific(value, pieces, exponent)
    core = pieces[first : last + 1]
    value *= 100 ** pieces.count("%")
    while core[-1] == ",":
        core, value = core[:-1], value / 1000
    written = _written(abs(value), core)
    minus = "-" if value < 0 and any(one in "123456789" for one in written) else ""
    before, after = "".join(pieces[:first]), "".join(pieces[last + 1 :])
    return f"{minus}{_shown(before)}{written}{_shown(after)}"


def _fraction(value: float, found: re.Match[str]) -> str:
    """Return a number in a format such as `# ?/?` or `# ??/16`."""
    lower = found["lower"]
    whole = int(abs(value)) if found["whole"] else 0
    part = Fraction(f"{abs(value):.15g}") - whole
    if lower.isdecimal():
        bottom = int(lower)
        top = int(part * bottom + Fraction(1, 2))
    else:
        top, bottom = part.limit_denominator(10 ** len(lower) - 1).as_integer_ratio()
    if found["whole"] and top == bottom:
        whole, top = whole + 1, 0
    sign = "-" if value < 0 and (whole or top) else ""
    start = ("" if whole == 0 and "0" not in found["whole"] else str(whole)) + " " if found["whole"] else ""
    fraction = f"{top:>{len(found['upper'])}}/{bottom:<{len(lower)}}"
    if found["whole"] and top == 0:
        start, fraction = start or "0", " " * len(fraction)
    before, after = found.string[: found.start()], found.string[found.end() :]
    return f"{sign}{_shown(before)}{start}{fraction}{_shown(after)}"


def _shown(part: str) -> str:
    return _literal(re.sub(r"_.", " ", part))


def _written(value: float, core: list[str]) -> str:
    point = core.index(".") if "." in core else len(core)
    whole = [piece for piece in core[:point] if piece in ("0", "#", "?")]
    places = [piece for piece in core[point:] if piece in ("0", "#", "?")]
    shown = Decimal(f"{value:.15g}").quantize(
        Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP, context=_CONTEXT
    )
    left, _, right = f"{shown:f}".partition(".")
    least = sum(piece == "0" for piece in whole)
    left = left.lstrip("0").rjust(least, "0")
    if "," in core[:point]:
        left = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", left)
    literals = [piece for piece in core[:point] if piece not in ("0", "#", "?", ",")]
    if literals:
        left = _templated(left, core[:point])
    while right and places[len(right) - 1] == "#" and right[-1] == "0":
        right = right[:-1]
    return f"{left}.{right}" if point < len(core) else left


def _templated(digits: str, template: list[str]) -> str:
    """Put digits into a template with literals between them, such as (000) 000-0000."""
    left = list(digits)
    written: list[str] = []
    places = sum(piece in ("0", "#", "?") for piece in template)
    for piece in reversed(template):
        if piece in ("0", "#", "?"):
            places -= 1
            taken = left if places == 0 else left[-1:]
            written.append("".join(taken))
            left = [] if places == 0 else left[:-1]
        else:
            written.append(_literal(piece))
    return "".join(reversed(written))


def _scientific(value: float, pieces: list[str], at: int) -> str:
    places = 0
    if "." in pieces[:at]:
        places = sum(piece in ("0", "#") for piece in pieces[pieces.index(".") : at])
    digits = sum(piece in ("0", "#") for piece in pieces[at:])
    mantissa, _, exponent = f"{value:.{places}e}".partition("e")
    sign = "-" if exponent[0] == "-" else "+" if "+" in pieces[at:] else ""
    return f"{mantissa}E{sign}{exponent[1:].lstrip('0').rjust(max(digits, 1), '0')}"


def _date(value: float, section: str) -> str:
    found = moment(value)
    pieces = [(match.lastgroup or "", match[0]) for match in _DATE.finditer(section)]
    halves = any(kind == "half" for kind, _ in pieces)
    written = []
    for at, (kind, piece) in enumerate(pieces):
        if kind == "literal":
            written.append(_literal(piece))
        elif kind == "half":
            name = "AM" if found.hour < 12 else "PM"  # noqa: PLR2004 - noon
            written.append(name if piece.upper() == "AM/PM" else name[0])
        elif kind == "passed":
            written.append(_passed(value, piece[1].lower()))
        elif kind == "tenths":
            seconds = value * SECONDS % 1
            written.append(f"{seconds:.{len(piece) - 1}f}"[1:])
        elif kind == "part":
            minutes = piece[0] in "mM" and _is_minutes(pieces, at)
            written.append(_part(found, piece.lower(), minutes=minutes, halves=halves))
        else:
            written.append(piece)
    return "".join(written)


def _is_minutes(pieces: list[tuple[str, str]], at: int) -> bool:
    """Return whether an m is of minutes: after hours or before seconds."""
    parts = [
        (place, piece[0].strip("[").lower()) for place, (kind, piece) in enumerate(pieces) if kind == "part"
    ]
    parts += [(place, piece[1].lower()) for place, (kind, piece) in enumerate(pieces) if kind == "passed"]
    parts.sort()
    place = next(index for index, (where, _) in enumerate(parts) if where == at)
    before = parts[place - 1][1] if place else ""
    after = parts[place + 1][1] if place + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _passed(value: float, unit: str) -> str:
    seconds = timedelta(days=value).total_seconds()
    size = {"h": 3600, "m": 60, "s": 1}[unit]
    return str(int(round(seconds) // size))


def _part(found: datetime, piece: str, *, minutes: bool, halves: bool) -> str:
    length = len(piece)
    if piece[0] == "y":
        return f"{found.year:04d}" if length > 2 else f"{found.year % 100:02d}"  # noqa: PLR2004 - yy
    if piece[0] == "m" and not minutes:
        return _named(MONTHS[found.month - 1], found.month, length, initial=True)
    if piece[0] == "d":
        return _named(found.strftime("%A"), found.day, length, initial=False)
    hour = (found.hour - 1) % 12 + 1 if halves else found.hour
    value = {"m": found.minute, "h": hour, "s": found.second}[piece[0]]
    return f"{value:02d}" if length > 1 else str(value)


def _named(name: str, count: int, length: int, *, initial: bool) -> str:
    if length < _MOST_DAYS_NAMED:
        return f"{count:0{length}d}"
    if length == _MOST_DAYS_NAMED:
        return name[:3]
    return name[0] if initial and length == 5 else name  # noqa: PLR2004 - mmmmm is one letter
