"""Create a barcode or matrix code, such as Code 128, EAN, Data Matrix or PDF417, as PNG or SVG."""

from typing import Any, Literal

import numpy as np
import zxingcpp
from pydantic import Field

from flowforge_image.core.codes.symbologies import Symbology, format_for
from flowforge_image.core.encoding.encoder import Encoding, encode
from flowforge_image.core.processing.transforming import RUN
from flowforge_pictures import Image, Picture
from servicekit import Cache, FileOutput, InvalidInput, RequestBody, operation


class UnfitContent(InvalidInput):
    code = "BARCODE_CONTENT_UNFIT"
    message = "'content' cannot be written as {symbology}: {reason}."


class BarcodeRequest(RequestBody):
    content: str = Field(
        min_length=1,
        max_length=3000,
        description="What it says; check digits are added where they are missing.",
    )
    symbology: Symbology = Field(
        default="code128", description="Kind of code, which decides what it can hold."
    )
    scale: int = Field(3, ge=1, le=50, description="Pixels for the narrowest bar.")
    text: bool = Field(default=False, description="Write the content below the bars.")
    quiet_zone: bool = Field(default=True, description="Leave the margin that readers need.")
    format: Literal["png", "svg"] = Field(
        default="png", description="`svg` scales without loss, `png` is understood everywhere."
    )


@operation(
    "/barcode",
    errors=[UnfitContent],
    run=RUN,
    cache=Cache(hours=24),
    example={"content": "4006381333931", "symbology": "ean13"},
)
def make_barcode(request: BarcodeRequest) -> FileOutput:
    try:
        made = zxingcpp.create_barcode(request.content, format_for(request.symbology))
    except ValueError as error:
        reason = str(error).partition("\n")[0].rstrip(".") or "it is too long, or has other characters"
        raise UnfitContent(symbology=request.symbology, reason=reason) from error
    if not set(filter(str.isalpha, request.content)) <= set(made.text):  # Code 39 would have capitals instead
        raise UnfitContent(symbology=request.symbology, reason=f"it would be read as '{made.text[:40]}'")
    options: dict[str, Any] = {
        "scale": request.scale,
        "add_hrt": request.text,
        "add_quiet_zones": request.quiet_zone,
    }
    if request.format == "svg":
        drawing: str = made.to_svg(**options)
        return FileOutput(drawing.encode(), "image/svg+xml", f"{request.symbology}.svg")
    return FileOutput(_png(made, options), "image/png", f"{request.symbology}.png")


def _png(made: zxingcpp.Barcode, options: dict[str, Any]) -> bytes:
    pixels = np.array(made.to_image(**options))
    image = Image.new_from_array(pixels)
    return encode(Picture((image,), "png", (image.width, image.height)), Encoding("png"))
