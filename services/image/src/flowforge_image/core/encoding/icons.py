"""ICO files: one icon in several sizes, each a PNG (as Windows Vista and every browser read them)."""

import struct
from collections.abc import Sequence

from flowforge_pictures import Image

LONGEST_SIDE = 256
_USUAL_SIDES = (16, 32, 48, 64, 128, 256)
_HEADER, _ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")
_ICON = 1


def sides_up_to(longest: int) -> list[int]:
    """Return the usual sides below *longest*, and it."""
    return [side for side in _USUAL_SIDES if side < longest] + [longest]


def write_icon(images: Sequence[Image]) -> bytes:
    """Write *images*, each with no side above 256 pixels, as one icon."""
    files = [image.pngsave_buffer(compression=9, keep="none") for image in images]
    parts = [_HEADER.pack(0, _ICON, len(images))]
    offset = _HEADER.size + _ENTRY.size * len(images)
    for image, file in zip(images, files, strict=True):
        size = (image.width % LONGEST_SIDE, image.height % LONGEST_SIDE)  # 0 stands for 256
        parts.append(_ENTRY.pack(*size, 0, 0, 1, 8 * image.bands, len(file), offset))
        offset += len(file)
    return b"".join(parts + files)


def in_all_sizes(image: Image) -> list[Image]:
    """Return *image* in the usual sizes up to its own, its transparent edges clean."""
    image = (image if image.hasalpha() else image.addalpha()).copy_memory()
    whole = image.premultiply()
    longest = max(image.width, image.height)
    return [
        image if side == longest else whole.resize(side / longest).unpremultiply().cast("uchar")
        for side in sides_up_to(longest)
    ]
