"""How letters look: the fields that every operation with a text in it has."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from flowforge_fonts import DEFAULT_FAMILY
from flowforge_image.core.drawing.shadows import Shadow
from flowforge_pictures import Color
from servicekit import RequestBody

LONGEST_TEXT = 4000
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def without_controls(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROLS.search(text):
        raise ValueError(
            f"holds the control character U+{ord(found[0]):04X}: only line ends and tabs are allowed"
        )
    if not text.strip():
        raise ValueError("holds nothing but white space")
    return text


Words = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(without_controls)]
Align = Literal["start", "center", "end", "justify"]
Direction = Literal["auto", "ltr", "rtl"]
FontSize = Annotated[float, Field(ge=4, le=2000)]


class LetterBox(RequestBody):
    color: Color = Field(default="#000000aa", description="Color of the box, with its transparency.")
    padding: int = Field(12, ge=0, le=1000, description="Pixels between the text and the edge of its box.")
    radius: int = Field(0, ge=0, le=1000, description="Radius of its corners.")


class TextStyle(RequestBody):
    font: str = Field(
        DEFAULT_FAMILY,
        min_length=1,
        max_length=100,
        description="Family; characters that it lacks come from the other fonts.",
    )
    weight: int = Field(400, ge=100, le=900, description="400 is regular, 700 bold.")
    italic: bool = Field(default=False, description="Whether the letters are slanted.")
    color: Color = Field(
        default="black", description="A name such as white, or #RRGGBB, or #RRGGBBAA with transparency."
    )
    align: Align = Field(
        "start", description="Of lines to each other; start is right for right-to-left text."
    )
    direction: Direction = Field("auto", description="Of paragraphs; by default that of their first letter.")
    language: str | None = Field(
        None,
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$",
        description="Such as ja, ko, zh-Hans, zh-Hant or sr: chooses between forms of the same character.",
    )
    line_height: float = Field(1.3, ge=0.5, le=5, description="From line to line, in font sizes.")
    letter_spacing: float = Field(0, ge=-100, le=500, description="Pixels added between letters.")
    stroke: float = Field(0, ge=0, le=64, description="Width of an outline around the letters, in pixels.")
    stroke_color: Color = Field(default="white", description="Color of the outline of the letters.")
    shadow: Shadow | None = Field(None, description="A shadow that the letters throw.")
    box: LetterBox | None = Field(None, description="A box behind the text.")
