"""Short texts that belong to a place in a composition: below a picture, or in its corner."""

from flowforge_image.core.composition.galleries import Place
from flowforge_image.core.drawing.geometry import Compass, place
from flowforge_image.core.drawing.layering import lay
from flowforge_image.core.text.lettering import letter
from flowforge_image.core.text.style import TextStyle
from flowforge_image.core.text.typesetting import Typesetter
from flowforge_pictures import Picture


def caption(
    picture: Picture,
    text: str,
    style: TextStyle,
    typesetter: Typesetter,
    room: Place,
    *,
    size: float | None = None,
    gravity: Compass = "center",
) -> Picture:
    """Write *text* into *room* at the largest size that fits, at most *size*; the box around it counts."""
    edge = 2 * max(style.box.padding if style.box else 0, round(style.stroke))
    box = (max(1, room.width - edge), max(1, room.height - edge))
    stamp = letter(typesetter.fit(text, style, box, size).narrowed, style)
    left, top = place((room.width, room.height), (stamp.width, stamp.height), gravity)
    return lay(picture, stamp.image, room.x + left - stamp.left, room.y + top - stamp.top)
