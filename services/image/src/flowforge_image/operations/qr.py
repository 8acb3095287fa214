"""Create a QR code for a text, URL, Wi-Fi network, contact, SEPA payment or location, as PNG or SVG.

Modules and eyes have shapes and colors, a gradient, and room for a logo in the middle. Every code is read
back before it is answered: one that a reader would not understand is refused.
"""

from typing import Literal

import numpy as np
import segno
import zxingcpp
from pydantic import Field

from flowforge_image.core.codes.qr_drawing import EyeShape, Gradient, Look, ModuleShape, draw
from flowforge_image.core.codes.qr_payloads import Payload
from flowforge_image.core.encoding.encoder import Encoding, encode, flatten
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.steps import Work
from flowforge_image.core.processing.transforming import RUN, load_layer
from flowforge_image.operations.resize import Resize
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Image, Picture, PictureLimits, parse_color
from servicekit import Cache, FileInput, FileOutput, InvalidInput, RequestBody, RequestForm, operation

_LOGO_PIXELS = 512
_READING_SCALE = 4  # pixels for a module: about what a telephone sees of a code on a poster


class UnfitQrContent(InvalidInput):
    code = "QR_CONTENT_UNFIT"
    message = "'payload' cannot be written as a QR code: {reason}."


class UnreadableQr(InvalidInput):
    code = "QR_UNREADABLE"
    message = (
        "A reader does not understand the code as it would look: use a smaller 'logo_share', "
        "colors of more contrast, more border, or another shape."
    )


class QrGradient(RequestBody):
    to: Color = Field(description="The color that it ends in; it begins with 'dark'.")
    kind: Literal["linear", "radial"] = Field(
        default="linear", description="Direction of the change of color: along a line, or from the center."
    )
    angle: float = Field(
        45, ge=-360, le=360, description="Of a linear one: degrees clockwise from rightwards."
    )


class QrRequest(RequestForm):
    payload: Payload = Field(description="What it says.")
    format: Literal["png", "svg"] = Field(
        default="png", description="`svg` scales without loss, `png` is understood everywhere."
    )
    scale: int = Field(8, ge=1, le=100, description="Pixels for a module.")
    border: int = Field(4, ge=0, le=20, description="Modules around it; readers need 4.")
    correction: Literal["L", "M", "Q", "H"] | None = Field(
        None, description="How much may be hidden: 7, 15, 25 or 30 percent; by default M, with a logo H."
    )
    dark: Color = Field("black", description="Color of the modules.")
    light: Color = Field("white", description="Color behind them, or 'transparent'.")
    shape: ModuleShape = Field("square", description="Of the modules.")
    eye_shape: EyeShape = Field("square", description="Of the three marks in the corners.")
    eye_color: Color | None = Field(None, description="Color of those; by default that of the modules.")
    gradient: QrGradient | None = Field(default=None, description="Colors of the modules instead of `dark`.")
    logo: FileInput | None = Field(None, description="A picture for the middle; it is padded to a square.")
    logo_share: float = Field(0.22, ge=0.05, le=0.4, description="Its width as a share of the code's.")

    def look(self, logo: bytes | None) -> Look:
        gradient = self.gradient
        return Look(
            border=self.border,
            dark=_css(self.dark),
            light=None if self.light.lower() == "transparent" else _css(self.light),
            shape=self.shape,
            eye_shape=self.eye_shape,
            eye_color=_css(self.eye_color) if self.eye_color else None,
            gradient=Gradient(_css(gradient.to), gradient.kind, gradient.angle) if gradient else None,
            logo=logo,
            logo_share=self.logo_share,
        )


@operation(
    "/qr",
    errors=[*TRANSFORMING, UnfitQrContent, UnreadableQr],
    run=RUN,
    cache=Cache(hours=24),
    example={"payload": {"kind": "text", "text": "https://example.com/"}},
)
def make_qr(request: QrRequest, settings: ImageSettings) -> FileOutput:
    limits = settings.limits
    logo = _square(request.logo, limits) if request.logo else None
    try:
        content = request.payload.content()
        made = segno.make_qr(content, error=request.correction or ("H" if logo else "M"))
    except ValueError as error:
        raise UnfitQrContent(reason=str(error).rstrip(".")) from error
    look = request.look(logo)
    side = (len(made.matrix) + 2 * request.border) * request.scale
    limits.check(side, side)
    _read_back(draw(made.matrix, look, _READING_SCALE), content)
    drawing = draw(made.matrix, look, request.scale).encode()
    if request.format == "svg":
        return FileOutput(drawing, "image/svg+xml", "qr.svg")
    image = Image.svgload_buffer(drawing)
    if request.light.lower() != "transparent":
        image = flatten(image, request.light)
    picture = Picture((image,), "png", (image.width, image.height))
    return FileOutput(encode(picture, Encoding("png")), "image/png", "qr.png")


def _square(file: FileInput, limits: PictureLimits) -> bytes:
    fit = Resize(width=_LOGO_PIXELS, height=_LOGO_PIXELS, mode="fit", enlarge=True, background="transparent")
    return encode(fit.apply(load_layer(file, limits, "logo"), Work(limits)), Encoding("png"))


def _read_back(drawing: str, content: str) -> None:
    """Raise UnreadableQr if the drawing, on white where it is transparent, does not say *content*."""
    gray = flatten(Image.svgload_buffer(drawing.encode()), "white").colourspace("b-w")
    pixels = np.frombuffer(gray.write_to_memory(), np.uint8).reshape(gray.height, gray.width)
    if content not in [found.text for found in zxingcpp.read_barcodes(pixels)]:
        raise UnreadableQr


def _css(color: str) -> str:
    red, green, blue, alpha = parse_color(color)
    return f"#{red:02x}{green:02x}{blue:02x}" + (f"{alpha:02x}" if alpha < 255 else "")  # noqa: PLR2004 - opaque
