"""Read all barcodes and matrix codes in a picture, with their positions."""

from typing import Any

import numpy as np
import zxingcpp
from pydantic import BaseModel, Field

from flowforge_image.core.analysis.similarity import luminance
from flowforge_image.core.codes.symbologies import SYMBOLOGIES, Symbology, format_for, name_of
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.settings import ImageSettings
from flowforge_pictures import DECODING, Decoding, decode, reading
from servicekit import Cache, FileInput, RequestForm, operation


class ReadCodesForm(RequestForm):
    file: FileInput = Field(description="JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, SVG, PDF, BMP or ICO.")
    symbologies: tuple[Symbology, ...] = Field(
        (), max_length=len(SYMBOLOGIES), description="Read only these; by default all."
    )


class Point(BaseModel):
    x: int = Field(description="Distance from the left edge, in pixels.")
    y: int = Field(description="Distance from the top edge, in pixels.")


class Code(BaseModel):
    """`corners` begin at the upper left one of the code itself and go clockwise; `angle` is in degrees."""

    symbology: str = Field(description="Kind of code.")
    content: str = Field(description="What the code says.")
    corners: list[Point] = Field(description="Corners of the code, clockwise from the top left.")
    angle: int = Field(description="Rotation of the code in degrees.")


class CodesInPicture(BaseModel):
    codes: list[Code] = Field(description="The codes that were found; empty if there are none.")


@operation("/read-codes", errors=DECODING, run=RUN, cache=Cache(hours=24), example={"file": DOT})
def read_codes(form: ReadCodesForm, settings: ImageSettings) -> CodesInPicture:
    picture = decode(form.file.path, settings.limits, Decoding(animated=False))
    with reading(form.file.path, picture.format):
        gray = luminance(picture.frames[0]).cast("uchar")
        pixels = np.frombuffer(gray.write_to_memory(), np.uint8).reshape(gray.height, gray.width)
    wanted: dict[str, Any] = {}
    if form.symbologies:
        wanted["formats"] = [format_for(each) for each in form.symbologies]
    found = zxingcpp.read_barcodes(pixels, **wanted)
    return CodesInPicture(codes=[_told(code) for code in found])


def _told(code: zxingcpp.Barcode) -> Code:
    at = code.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    return Code(
        symbology=name_of(code.format),
        content=code.text,
        corners=[Point(x=corner.x, y=corner.y) for corner in corners],
        angle=code.orientation,
    )
