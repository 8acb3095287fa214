"""Compare two pictures: SSIM, PSNR and the number of different pixels."""

from pydantic import BaseModel, Field

from flowforge_image.core.analysis.comparing import compare, load_pair
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.settings import ImageSettings
from flowforge_pictures import DECODING
from servicekit import Cache, FileInput, RequestForm, operation


class CompareForm(RequestForm):
    file: FileInput = Field(description="A picture.")
    other: FileInput = Field(description="The picture to compare with; it is scaled to the first one's size.")
    tolerance: int = Field(
        0, ge=0, le=255, description="A pixel differs if a channel differs by more than this."
    )


class Comparison(BaseModel):
    """`psnr` is in decibels, and null for equal pictures. `box` is where they differ."""

    equal: bool = Field(description="Whether every pixel is the same.")
    same_size: bool = Field(
        description="Whether width and height are the same; if not, the second picture was scaled."
    )
    ssim: float = Field(description="Structural similarity: 1 for equal pictures.")
    psnr: float | None = Field(description="Peak signal-to-noise ratio in decibels; null for equal pictures.")
    different_pixels: int = Field(description="Pixels that differ by more than the tolerance.")
    different_share: float = Field(description="Share of these pixels, from 0 to 1.")
    box: list[int] | None = Field(
        description="Left, top, width and height of the area that differs; null if nothing does."
    )


@operation("/compare", errors=DECODING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "other": DOT})
def compare_images(form: CompareForm, settings: ImageSettings) -> Comparison:
    pair = load_pair(form.file.path, form.other.path, settings.limits)
    found = compare(pair, form.tolerance)
    pixels = pair.one.width * pair.one.height
    return Comparison(
        equal=pair.same_size and found.different_pixels == 0,
        same_size=pair.same_size,
        ssim=round(found.ssim, 6),
        psnr=None if found.psnr is None else round(found.psnr, 3),
        different_pixels=found.different_pixels,
        different_share=round(found.different_pixels / pixels, 6),
        box=None if found.box is None else list(found.box),
    )
