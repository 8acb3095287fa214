"""Make a picture that stands in for another: a size, a colour or gradient, and a text such as the size."""

from pydantic import Field

from flowforge_image.core import colours
from flowforge_image.core.colour_change import BLUE, GREEN, RED
from flowforge_image.core.colours import Colour
from flowforge_image.core.composition_options import CompositionOptions
from flowforge_image.core.faults import LETTERING, NoPixels, TextDoesNotFit, TooManyPixels, UnwritablePicture
from flowforge_image.core.fonts import DEFAULT_FAMILY, font_set
from flowforge_image.core.geometry import place
from flowforge_image.core.layering import lay
from flowforge_image.core.lettering import letter
from flowforge_image.core.output_options import PictureReport
from flowforge_image.core.picture import Picture
from flowforge_image.core.shapes import gradient
from flowforge_image.core.text_style import TextStyle, Words
from flowforge_image.core.transforming import RUN, write
from flowforge_image.core.typesetting import Typesetter
from flowforge_image.settings import ImageSettings
from servicekit import Cache, FileOutput, operation

_BRIGHT = 140  # luminance from which on dark letters are easier to read
_LABEL_SHARE = 0.8


class PlaceholderRequest(CompositionOptions):
    width: int = Field(ge=1, le=16_384)
    height: int = Field(ge=1, le=16_384)
    colour: Colour = Field("#cccccc", description="Of the whole picture, or of the gradient's beginning.")
    second_colour: Colour | None = Field(None, description="Where the gradient ends.")
    gradient_angle: float = Field(90, ge=0, le=360, description="0 is upwards, 90 to the right, as in CSS.")
    text: Words | None = Field(None, description="By default the size, such as 600 x 400.")
    labelled: bool = Field(default=True, description="Write the text at all.")
    text_colour: Colour | None = Field(None, description="By default dark on bright and bright on dark.")
    font: str = Field(DEFAULT_FAMILY, min_length=1, max_length=100)
    weight: int = Field(600, ge=100, le=900)


@operation(
    "/placeholder",
    errors=(NoPixels, TooManyPixels, UnwritablePicture, *LETTERING),
    run=RUN,
    cache=Cache(hours=24),
    example={"width": 300, "height": 200},
)
def make_placeholder(request: PlaceholderRequest, settings: ImageSettings) -> FileOutput[PictureReport]:
    settings.limits.check(request.width, request.height)
    end = request.second_colour or request.colour
    image = gradient(request.width, request.height, [request.colour, end], request.gradient_angle)
    picture = Picture((image,), "png", (request.width, request.height), random=True)
    if request.labelled:
        picture = _labelled(picture, request, settings)
    return write(picture, request, f"placeholder-{request.width}x{request.height}.png")


def _labelled(picture: Picture, request: PlaceholderRequest, settings: ImageSettings) -> Picture:
    text = request.text or f"{request.width} × {request.height}"  # noqa: RUF001 - the sign that is meant
    colour = request.text_colour or _readable_on(request.colour)
    style = TextStyle(font=request.font, weight=request.weight, colour=colour, align="centre")
    box = (max(1, round(request.width * _LABEL_SHARE)), max(1, round(request.height * _LABEL_SHARE)))
    largest = max(4, min(request.width, request.height) / 5)
    try:
        lines = Typesetter(font_set(settings.fonts), settings.limits).fit(text, style, box, largest)
    except TextDoesNotFit:
        if request.text is None:  # nobody asked for it
            return picture
        raise
    stamp = letter(lines, style)
    left, top = place((request.width, request.height), (stamp.width, stamp.height), "centre")
    return lay(picture, stamp.image, left - stamp.left, top - stamp.top)


def _readable_on(colour: str) -> str:
    red, green, blue, _ = colours.parse(colour)
    return "#333333" if RED * red + GREEN * green + BLUE * blue > _BRIGHT else "#f5f5f5"
