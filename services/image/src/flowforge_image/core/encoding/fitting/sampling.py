"""A small picture that stands for a large one: tiles spread over it, at their own resolution."""

from collections.abc import Callable
from dataclasses import dataclass

from flowforge_pictures import Image, Picture

MOST_WHOLE_PIXELS = 1_000_000
_TILE, _ACROSS = 256, 3


@dataclass(frozen=True, slots=True)
class Sample:
    """*picture* is *share* of a whole of *size*; `cut` takes the same pixels from any frame of that size."""

    picture: Picture
    size: tuple[int, int]
    share: float
    cut: Callable[[Image], Image]


def whole(picture: Picture) -> Sample:
    return Sample(picture, (picture.width, picture.height), 1.0, lambda frame: frame)


def sample(picture: Picture) -> Sample:
    """Return the picture itself if it is small; of a large animation the first frames, of others 9 tiles."""
    pixels = picture.width * picture.height
    count = max(1, min(len(picture.frames), MOST_WHOLE_PIXELS // pixels))
    size = (picture.width, picture.height)
    if picture.is_animated:
        few = picture.with_frames(picture.frames[:count])
        return Sample(few, size, count / len(picture.frames), lambda frame: frame)
    if pixels <= MOST_WHOLE_PIXELS:
        return whole(picture)
    width, height = min(_TILE, picture.width), min(_TILE, picture.height)
    lefts, tops = _spread(picture.width, width), _spread(picture.height, height)

    def cut(frame: Image) -> Image:
        tiles = [frame.crop(left, top, width, height) for top in tops for left in lefts]
        return Image.arrayjoin(tiles, across=len(lefts)).copy_memory()

    tiled = picture.each(cut)
    return Sample(tiled, size, tiled.width * tiled.height / pixels, cut)


def _spread(length: int, tile: int) -> list[int]:
    """Return where tiles begin, the first at the start and the last at the end."""
    count = max(1, min(_ACROSS, length // tile))
    return [round((length - tile) * at / max(1, count - 1)) for at in range(count)]
