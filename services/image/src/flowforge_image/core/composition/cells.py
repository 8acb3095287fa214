"""Pictures made to fit the places that a composition has for them."""

from typing import Literal

from flowforge_image.core.drawing.geometry import Gravity, cut_by_gravity, resize_exactly
from flowforge_image.core.drawing.shapes import drawn
from flowforge_pictures import Decoding, Image, Picture, PictureLimits, decode, reading
from servicekit import FileInput

Fit = Literal["cover", "contain", "stretch"]


def load_cell(
    file: FileInput,
    limits: PictureLimits,
    size: tuple[int, int],
    fit: Fit,
    gravity: Gravity = "center",
    *,
    field: str,
) -> Picture:
    """Decode the first frame of *file*, with color and transparency, made to fit *size* pixels.

    What is contained may be smaller than *size*, what covers is cut by *gravity*.
    """
    limits.check(*size)

    def reduction(width: int, height: int, is_drawing: bool) -> float:  # noqa: FBT001 - as in Step
        del is_drawing
        factors = width / size[0], height / size[1]
        return max(factors) if fit == "contain" else min(factors)

    picture = decode(file.path, limits, Decoding(animated=False), reduction, field=field)
    with reading(file.path, picture.format, field=field):
        return (
            fitted(picture.at_random(), *size, fit, gravity).in_memory().in_color().with_alpha().in_memory()
        )


def fitted(picture: Picture, width: int, height: int, fit: Fit, gravity: Gravity) -> Picture:
    """Scale *picture* to cover the place, to be contained in it, or to fill it exactly."""
    if fit == "stretch":
        return resize_exactly(picture, width, height, "lanczos3")
    choose = max if fit == "cover" else min
    factor = choose(width / picture.width, height / picture.height)
    scaled = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    picture = resize_exactly(picture, *scaled, "lanczos3")
    return cut_by_gravity(picture, width, height, gravity) if fit == "cover" else picture


def rounded(image: Image, radius: float) -> Image:
    """Cut the corners of a picture with transparency."""
    if not radius:
        return image
    round_to = min(radius, image.width / 2, image.height / 2)
    mask = drawn(
        image.width, image.height, f'<rect width="{image.width}" height="{image.height}" rx="{round_to}"/>'
    ).extract_band(3)
    alpha = (image.extract_band(3) * (mask / 255)).rint().cast("uchar")
    return image.extract_band(0, n=3).bandjoin(alpha)
