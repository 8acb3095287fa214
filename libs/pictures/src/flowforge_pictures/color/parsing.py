"""Colors as people write them: names, #rgb, #rrggbb, #rrggbbaa, rgb(...), hsl(...), transparent."""

from typing import Annotated

from PIL import ImageColor
from pydantic import AfterValidator, Field


def parse_color(color: str) -> tuple[int, int, int, int]:
    """Return red, green, blue and alpha, 0 to 255. Raises ValueError for anything that is not a color."""
    if color.lower() == "transparent":
        return 0, 0, 0, 0
    red, green, blue, *alpha = ImageColor.getrgb(color)
    return red, green, blue, alpha[0] if alpha else 255


def _checked(color: str) -> str:
    try:
        parse_color(color)
    except ValueError:
        raise ValueError("is not a color: write a name, #rrggbb, #rrggbbaa or 'transparent'") from None
    return color


Color = Annotated[str, Field(max_length=40), AfterValidator(_checked)]
