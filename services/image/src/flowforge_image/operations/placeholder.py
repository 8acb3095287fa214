"""Create a placeholder picture: a size, a color or gradient, and a text such as the size."""

from pydantic import Field

from flowforge_fonts import DEFAULT_FAMILY
from flowforge_image.core.composition.options import CompositionOptions
from flowforge_image.core.drawing.geometry import place
from flowforge_image.core.drawing.layering import lay
from flowforge_image.core.drawing.shapes import gradient
from flowforge_image.core.encoding.options import PictureReport
from flowforge_image.core.errors import LETTERING, TextDoesNotFit, UnwritablePicture
from flowforge_image.core.processing.color_change import BLUE, GREEN, RED
from flowforge_image.core.processing.transforming import RUN, write
from flowforge_image.core.text.lettering import letter
from flowforge_image.core.text.style import TextStyle, Words
from flowforge_image.core.text.typesetting import Typesetter
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, NoPixels, Picture, TooManyPixels, parse_color
from servicekit import Cache, FileOutput, operation

_BRIGHT = 140  # luminance from which on dark letters are easier to read
_LABEL_SHARE = 0.8


class PlaceholderRequest(CompositionOptions):
    width: int = Field(ge=1, le=16_384, description="Width in pixels.")
    height: int = Field(ge=1, le=16_384, description="Height in pixels.")
    color: Color = Field("#cccccc", description="Of the whole picture, or of the gradient's beginning.")
    second_color: Color | None = Field(None, description="Where the gradient ends.")
    gradient_angle: float = Field(90, ge=0, le=360, description="0 is upwards, 90 to the right, as in CSS.")
    text: Words | None = Field(None, description="By default the size, such as 600 x 400.")
    labelled: bool = Field(default=True, description="Write the text at all.")
    text_color: Color | None = Field(None, description="By default dark on bright and bright on dark.")
    font: str = Field(
        DEFAULT_FAMILY,
        min_length=1,
        max_length=100,
        description="Family of the font; see image/fonts for the list.",
    )
    weight: int = Field(
        600, ge=100, le=900, description="Weight of the letters: 400 is regular, 700 is bold."
    )


@operation(
    "/placeholder",
    errors=(NoPixels, TooManyPixels, UnwritablePicture, *LETTERING),
    run=RUN,
    cache=Cache(hours=24),
    example={"width": 300, "height": 200},
)
def make_placeholder(request: PlaceholderRequest, settings: ImageSettings) -> FileOutput[PictureReport]:
    settings.limits.check(request.width, request.height)
    end = request.second_color or request.color
    image = gradient(request.width, request.height, [request.color, end], request.gradient_angle)
    picture = Picture((image,), "png", (request.width, request.height), random=True)
    if request.labelled:
        picture = _labelled(picture, request, settings)
    return write(picture, request, f"placeholder-{request.width}x{request.height}.png")


def _labelled(picture: Picture, request: PlaceholderRequest, settings: ImageSettings) -> Picture:
    text = request.text or f"{request.width} × {request.height}"  # noqa: RUF001 - the sign that is meant
    color = request.text_color or _readable_on(request.color)
    style = TextStyle(font=request.font, weight=request.weight, color=color, align="center")
    box = (max(1, round(request.width * _LABEL_SHARE)), max(1, round(request.height * _LABEL_SHARE)))
    largest = max(4, min(request.width, request.height) / 5)
    try:
        lines = Typesetter.using(settings.fonts, settings.limits).fit(text, style, box, largest)
    except TextDoesNotFit:
        if request.text is None:  # nobody asked for it
            return picture
        raise
    stamp = letter(lines, style)
    left, top = place((request.width, request.height), (stamp.width, stamp.height), "center")
    return lay(picture, stamp.image, left - stamp.left, top - stamp.top)


def _readable_on(color: str) -> str:
    red, green, blue, _ = parse_color(color)
    return "#333333" if RED * red + GREEN * green + BLUE * blue > _BRIGHT else "#f5f5f5"
