"""Options of reading."""

from dataclasses import dataclass, field
from typing import Literal

from flowforge_ocr.engines.catalog import DEFAULT, Programs
from flowforge_ocr.engines.port import EngineName

Preset = Literal["fast", "balanced", "accurate"]
Orientation = Literal["auto", "0", "90", "180", "270"]
LONGEST_SIDES: dict[Preset, int] = {"fast": 1280, "balanced": 2000, "accurate": 2880}


@dataclass(frozen=True, slots=True)
class How:
    """Options of reading, the same for all pages. `second` reads doubtful words again."""

    preset: Preset = "balanced"
    orientation: Orientation = "auto"
    languages: tuple[str, ...] = ()
    engine: EngineName = DEFAULT
    second: EngineName | None = None
    programs: Programs = field(default_factory=Programs)
