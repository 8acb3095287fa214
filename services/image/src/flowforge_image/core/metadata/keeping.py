"""Which of a picture's metadata goes into the file that is written."""

from typing import Literal

from flowforge_pictures import TEXT, Image

Metadata = Literal["strip", "copyright", "keep"]
_RIGHTS = ("exif-ifd0-Copyright", "exif-ifd0-Artist")


def keep_flags(metadata: Metadata, *, icc: bool) -> str:
    """Return libvips' flags: which blobs its encoders write."""
    flags = {"strip": [], "copyright": ["exif"], "keep": ["exif", "xmp", "iptc"]}[metadata]
    return ":".join([*flags, "icc"] if icc else flags) or "none"


def reduce_to_copyright(image: Image) -> Image:
    """Return *image* with no EXIF but the copyright and the artist."""
    image = image.copy()
    rights = {name: image.get(name) for name in _RIGHTS if image.get_typeof(name)}
    for name in image.get_fields():
        if name.startswith("exif-"):
            image.remove(name)
    for name, value in rights.items():
        image.set_type(TEXT, name, value)
    return image
