"""Safe decoding of pictures: limits are checked from the header before a pixel is decoded.

Run it in a killable process: decoders are native code that reads hostile input. Needs libvips (in its wheel).
"""

from flowforge_pictures.animations import count_png_frames
from flowforge_pictures.color.management import Profile
from flowforge_pictures.color.parsing import Color, parse_color
from flowforge_pictures.decoding import Decoding, Reduction, decode, read_pages, reading
from flowforge_pictures.engines.arrays import from_array, to_array
from flowforge_pictures.engines.pillow import opened_by_pillow
from flowforge_pictures.engines.vips import (
    BLOB,
    INTEGER,
    INTEGERS,
    TEXT,
    EngineError,
    Image,
    Interpolate,
)
from flowforge_pictures.errors import (
    DECODING,
    LockedPdf,
    MetadataTooLarge,
    NoPixels,
    SvgEntity,
    SvgRemoteReference,
    SvgScript,
    SvgTooComplex,
    TooManyFrames,
    TooManyPixels,
    TruncatedPicture,
    UndecodablePicture,
    UnknownPage,
    UnknownPictureFormat,
    UnsafeSvg,
)
from flowforge_pictures.fonts import prepare_fonts
from flowforge_pictures.header import Header, read_header
from flowforge_pictures.limits import PictureLimits
from flowforge_pictures.picture import Picture
from flowforge_pictures.structure.formats import (
    ANIMATIONS,
    DRAWINGS,
    Animation,
    SourceFormat,
    format_of,
    read_head,
)
from flowforge_pictures.svg.checking import check_svg
from flowforge_pictures.svg.text import with_emoji_font

__all__ = [
    "ANIMATIONS",
    "BLOB",
    "DECODING",
    "DRAWINGS",
    "INTEGER",
    "INTEGERS",
    "TEXT",
    "Animation",
    "Color",
    "Decoding",
    "EngineError",
    "Header",
    "Image",
    "Interpolate",
    "LockedPdf",
    "MetadataTooLarge",
    "NoPixels",
    "Picture",
    "PictureLimits",
    "Profile",
    "Reduction",
    "SourceFormat",
    "SvgEntity",
    "SvgRemoteReference",
    "SvgScript",
    "SvgTooComplex",
    "TooManyFrames",
    "TooManyPixels",
    "TruncatedPicture",
    "UndecodablePicture",
    "UnknownPage",
    "UnknownPictureFormat",
    "UnsafeSvg",
    "check_svg",
    "count_png_frames",
    "decode",
    "format_of",
    "from_array",
    "opened_by_pillow",
    "parse_color",
    "prepare_fonts",
    "read_head",
    "read_header",
    "read_pages",
    "reading",
    "to_array",
    "with_emoji_font",
]
