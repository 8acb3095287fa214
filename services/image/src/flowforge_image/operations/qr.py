"""Make a QR code of a text, URL, WiFi access, contact, SEPA payment or place, as PNG or SVG."""

import io
from typing import Literal

import segno
from pydantic import Field

from flowforge_image.core.colours import Colour
from flowforge_image.core.qr_payloads import Payload
from flowforge_image.core.transforming import RUN
from servicekit import Cache, FileOutput, InvalidInput, RequestBody, operation


class UnfitQrContent(InvalidInput):
    code = "QR_CONTENT_UNFIT"
    message = "'payload' cannot be written as a QR code: {reason}."


class QrRequest(RequestBody):
    payload: Payload = Field(description="What it says.")
    format: Literal["png", "svg"] = "png"
    scale: int = Field(8, ge=1, le=100, description="Pixels for a module.")
    border: int = Field(4, ge=0, le=20, description="Modules around it; readers need 4.")
    correction: Literal["L", "M", "Q", "H"] = Field(
        "M", description="How much of it may be hidden: 7, 15, 25 or 30 percent."
    )
    dark: Colour = Field("black", description="Colour of the modules.")
    light: Colour = Field("white", description="Colour behind them, or 'transparent'.")


@operation(
    "/qr",
    errors=[UnfitQrContent],
    run=RUN,
    cache=Cache(hours=24),
    example={"payload": {"kind": "text", "text": "https://example.com/"}},
)
def make_qr(request: QrRequest) -> FileOutput:
    try:
        made = segno.make_qr(request.payload.content(), error=request.correction)
    except ValueError as error:
        raise UnfitQrContent(reason=str(error).rstrip(".")) from error
    stream = io.BytesIO()
    light = None if request.light.lower() == "transparent" else request.light
    made.save(
        stream,
        kind=request.format,
        scale=request.scale,
        border=request.border,
        dark=request.dark,
        light=light,
    )
    media_type = "image/png" if request.format == "png" else "image/svg+xml"
    return FileOutput(stream.getvalue(), media_type, f"qr.{request.format}")
