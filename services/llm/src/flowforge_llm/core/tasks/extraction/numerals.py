"""The numbers that a text writes, in any of the usual ways."""

import re

_NUMBER = re.compile(r"(?<![\w.,])[-−]?\d[\d.,'’ \u00a0\u202f]*(?:[eE][-+]?\d+)?|(?<=[$€£#A-Za-z])\d[\d.,]*")  # noqa: RUF001 - as texts have them
_SCALES = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "mio": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "b": 1e9, "mrd": 1e9, "trillion": 1e12, "dozen": 12,
}  # fmt: skip
_AFTER = re.compile(r"\s?([A-Za-z]+|%)")
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_NAMED = {word: float(number) for number, word in enumerate(_WORDS)} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "hundred": 100.0, "once": 1.0, "twice": 2.0
}  # fmt: skip
_GROUPED = r"-?(?:\d{{1,3}}(?:[{comma}'\s]\d{{3}})+|\d+)(?:[{point}]\d+)?(?:[eE][-+]?\d+)?"
_CLOSE = 1e-9


def place_of(value: float, text: str) -> tuple[int, int] | None:
    """Return the one place where *text* writes just this number; None if there is none, or more than one."""
    places = [
        (match.start(), match.start() + len(match[0].rstrip(" .,")))
        for match in _NUMBER.finditer(text)
        if any(abs(one - value) <= _CLOSE * max(1, abs(value)) for one in _readings(match[0]))
    ]
    return places[0] if len(places) == 1 else None


def numbers_in(text: str) -> set[float]:
    """Return every number that *text* may mean: 1,234 is read as a thousand and as a fraction."""
    found: set[float] = set()
    for match in _NUMBER.finditer(text):
        readings = _readings(match[0])
        found |= readings
        after = _AFTER.match(text, match.start() + len(match[0].rstrip()))
        scale = 0.01 if after and after[1] == "%" else _SCALES.get(after[1].lower()) if after else None
        if scale is not None:
            found |= {one * scale for one in readings}
    return found | {_NAMED[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _NAMED}


def _readings(written: str) -> set[float]:
    """Return what a number may mean: a point or comma stands before thousands, or before a fraction."""
    plain = written.replace("\u2212", "-").replace("\u2019", "'").strip(" .,'\u00a0\u202f")
    readings = {
        float(re.sub(rf"[{comma}'\s]", "", plain).replace(point, "."))
        for point, comma in ((".", ","), (",", "."))
        if re.fullmatch(_GROUPED.format(point=point, comma=comma), plain)
    }
    if readings:
        return readings
    parts = re.split(r"[\s,;]+", plain)  # several numbers in a row
    return {float(part) for part in parts if re.fullmatch(r"-?\d+(\.\d+)?", part)}
