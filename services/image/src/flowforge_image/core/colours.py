"""Colours as people write them: names, #rgb, #rrggbb, #rrggbbaa, rgb(...), hsl(...), transparent."""

from typing import Annotated

from PIL import ImageColor
from pydantic import AfterValidator, Field


def parse(colour: str) -> tuple[int, int, int, int]:
    """Return red, green, blue and alpha, 0 to 255. Raises ValueError for anything that is no colour."""
    if colour.lower() == "transparent":
        return 0, 0, 0, 0
    red, green, blue, *alpha = ImageColor.getrgb(colour)
    return red, green, blue, alpha[0] if alpha else 255


def _checked(colour: str) -> str:
    try:
        parse(colour)
    except ValueError:
        raise ValueError("is no colour: write a name, #rrggbb, #rrggbbaa or 'transparent'") from None
    return colour


Colour = Annotated[str, Field(max_length=40), AfterValidator(_checked)]
