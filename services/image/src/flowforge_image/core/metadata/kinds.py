"""Kinds of metadata, and what an edit in place does with them."""

from dataclasses import dataclass
from typing import Literal

# `structure` is what decoders need: density, color profile, color transform. `other` is of unknown purpose.
Kind = Literal["exif", "gps", "xmp", "iptc", "comment", "preview", "other", "structure"]


@dataclass(frozen=True, slots=True)
class Edits:
    """The kinds to remove, and the EXIF block to write in place of the present one; empty for none."""

    removed: frozenset[Kind]
    exif: bytes = b""

    def drops(self, *kinds: Kind) -> bool:
        return not self.removed.isdisjoint(kinds)
