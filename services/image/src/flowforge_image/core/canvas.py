"""Colours laid under and around pictures: the channels that they need, and their values there."""

from flowforge_image.core import colours
from flowforge_image.core.picture import Picture

_FULL = 255


def with_room_for(picture: Picture, colour: str) -> tuple[Picture, list[float]]:
    """Return the picture with the channels that *colour* needs, and the colour's value in each channel."""
    red, green, blue, alpha = colours.parse(colour)
    if not red == green == blue:
        picture = picture.in_colour()
    if alpha < _FULL:
        picture = picture.with_alpha()
    scale = picture.white / _FULL
    channels = [red, green, blue] if picture.frames[0].bands > 2 else [red]  # noqa: PLR2004 - grey and alpha
    if picture.has_alpha:
        channels.append(alpha)
    return picture, [channel * scale for channel in channels]
