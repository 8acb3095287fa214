"""Characters of a zone as a network saw them: each with the characters that it may be instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flowforge_ocr.core.identity.layouts import ALLOWED

# Shapes that are taken for each other in OCR-B and in faint prints of it.
_ALIKE = ("0ODQ", "1IL", "2Z", "5S", "8B", "6G", "7T", "UV")
_LOOK_ALIKES: dict[str, str] = {one: group.replace(one, "") for group in _ALIKE for one in group}
_SHARE = 0.05  # of the chance of a character, that it is one that looks like it
_RARE, _RARELY = "OIQ", 0.3  # letters that most states leave out of the numbers of their documents
_LEAST = 0.002


@dataclass(frozen=True, slots=True)
class Glyph:
    """`chances` by character, the likeliest first; `place` is its middle, as a fraction of the line."""

    chances: Mapping[str, float] = field(default_factory=dict)
    place: float = 0.0

    @property
    def best(self) -> str:
        return next(iter(self.chances))

    def choices(self, allowed: str) -> dict[str, float]:
        """Return the characters of *allowed* that this may be; its best one if there is none."""
        found: dict[str, float] = {}
        for character, chance in self.chances.items():
            shares = {character: 1.0} | dict.fromkeys(_LOOK_ALIKES.get(character, ""), _SHARE)
            for other, share in shares.items():
                if other in allowed:
                    found[other] = max(found.get(other, 0.0), chance * share)
        if allowed == ALLOWED["any"]:
            found = {each: chance * (_RARELY if each in _RARE else 1) for each, chance in found.items()}
        likely = {each: chance for each, chance in found.items() if chance >= _LEAST}
        return likely or {self.best: _LEAST}


FILLER = Glyph({"<": 1.0})


def glyphs_of(text: str) -> list[Glyph]:
    """Return the characters of a text as if each had been read without a doubt."""
    return [Glyph({character: 1.0}, (at + 0.5) / len(text)) for at, character in enumerate(text)]


def text_of(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.best for glyph in glyphs)
