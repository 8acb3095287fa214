"""Areas of a picture that a step works on, instead of the whole."""

from collections.abc import Callable, Sequence

from pydantic import Field

from flowforge_image.core.errors import OutsidePicture
from flowforge_pictures import Image, Picture
from servicekit import RequestBody

MOST_AREAS = 100


class Area(RequestBody):
    x: int = Field(ge=0, description="Distance of its left edge from that of the picture, in pixels.")
    y: int = Field(ge=0, description="Distance of its top edge from that of the picture, in pixels.")
    width: int = Field(ge=1, description="Width in pixels.")
    height: int = Field(ge=1, description="Height in pixels.")


def change_areas(picture: Picture, areas: Sequence[Area], change: Callable[[Image], Image]) -> Picture:
    """Apply *change* to *areas*, or to the whole if there are none; what it returns has the area's size.

    Raises OutsidePicture if an area does not begin inside; what reaches beyond the edge is left out.
    """
    if not areas:
        return picture.each(change)
    boxes = [_inside(picture, area, at) for at, area in enumerate(areas)]

    def each(frame: Image) -> Image:
        for left, top, width, height in boxes:
            frame = frame.insert(change(frame.crop(left, top, width, height)), left, top)
        return frame

    return picture.each(each)


def _inside(picture: Picture, area: Area, at: int) -> tuple[int, int, int, int]:
    if area.x >= picture.width or area.y >= picture.height:
        named = f"'areas[{at}]' at {area.x}, {area.y}"
        raise OutsidePicture(area=named, width=picture.width, height=picture.height)
    width, height = min(area.width, picture.width - area.x), min(area.height, picture.height - area.y)
    return area.x, area.y, width, height
