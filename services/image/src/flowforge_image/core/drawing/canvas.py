"""Colors laid under and around pictures: the channels that they need, and their values there."""

from flowforge_pictures import Picture, parse_color

_FULL = 255


def with_room_for(picture: Picture, color: str) -> tuple[Picture, list[float]]:
    """Return the picture with the channels that *color* needs, and the color's value in each channel."""
    red, green, blue, alpha = parse_color(color)
    if not red == green == blue:
        picture = picture.in_color()
    if alpha < _FULL:
        picture = picture.with_alpha()
    scale = picture.white / _FULL
    channels = [red, green, blue] if picture.frames[0].bands > 2 else [red]  # noqa: PLR2004 - gray and alpha
    if picture.has_alpha:
        channels.append(alpha)
    return picture, [channel * scale for channel in channels]
