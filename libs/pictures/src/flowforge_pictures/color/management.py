"""Bring pixels of any kind into the color space that the steps work in."""

from typing import Literal

from flowforge_pictures.color.conversion import to_srgb
from flowforge_pictures.color.tags import ColorTags
from flowforge_pictures.engines.vips import EngineError, Image

Profile = Literal["srgb", "p3", "keep"]
_ICC = "icc-profile-data"
_MOST_COLOR_BANDS = 4


def normalize(image: Image, profile: Profile, *, deep: bool, tags: ColorTags | None = None) -> Image:
    """Return *image* in sRGB, Display P3 or its own RGB space, 8 bits a channel unless *deep* keeps 16.

    CMYK is always converted, by its own profile or a standard one. *tags* name the color space of files
    without a profile. A profile that does not fit its pixels is ignored, and sRGB assumed, as browsers do.
    """
    image = _plain_bands(image)
    if tags is not None and not tags.is_srgb and not _has_profile(image):
        image = to_srgb(image, tags)
    is_cmyk = image.interpretation == "cmyk"
    keep_deep = deep and image.format == "ushort"
    if profile == "keep" and not is_cmyk and _has_profile(image):
        return image if keep_deep or image.format == "uchar" else image.colourspace("srgb")
    if is_cmyk or (_has_profile(image) and not _is_srgb(image, profile)) or profile == "p3":
        image = _through_profile(image, "p3" if profile == "p3" else "srgb", deep=keep_deep)
    if image.bands <= 2:  # noqa: PLR2004 - gray, or gray with alpha
        return image if image.format == "uchar" else image.colourspace("grey16" if keep_deep else "b-w")
    return image.colourspace("rgb16" if keep_deep else "srgb")


def _plain_bands(image: Image) -> Image:
    if image.bands > _MOST_COLOR_BANDS and image.interpretation != "cmyk":
        return image.extract_band(0, n=3).copy(interpretation="srgb")
    return image


def _has_profile(image: Image) -> bool:
    return bool(image.get_typeof(_ICC))


def _is_srgb(image: Image, profile: Profile) -> bool:
    """Recognize an sRGB profile by its description: converting it to itself would only round."""
    return profile == "srgb" and b"sRGB IEC61966" in bytes(image.get(_ICC))[:4096]


def _through_profile(image: Image, target: str, *, deep: bool) -> Image:
    depth = 16 if deep else 8
    fallback = "cmyk" if image.interpretation == "cmyk" else "srgb"
    if image.bands <= 2 and not _has_profile(image):  # noqa: PLR2004 - gray, or gray with alpha
        image = image.colourspace("srgb")
    try:
        return _transformed(image, target, depth, embedded=True, input_profile=fallback)
    except EngineError:
        if image.interpretation == "cmyk":
            image = image.copy()
            image.remove(_ICC)
            return _transformed(image, target, depth, input_profile="cmyk")
        return image.colourspace("srgb")


def _transformed(image: Image, target: str, depth: int, **options: object) -> Image:
    """Convert by the relative colorimetric intent, with black points matched: CMYK's black is not sRGB's."""
    return image.icc_transform(
        target, depth=depth, intent="relative", black_point_compensation=True, **options
    )
