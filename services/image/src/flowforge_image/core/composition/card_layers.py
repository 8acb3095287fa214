"""What a card is made of: layers from bottom to top, each with its place on the card."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flowforge_image.core.composition.cells import Fit
from flowforge_image.core.drawing.geometry import Gravity
from flowforge_image.core.drawing.layering import Blend
from flowforge_image.core.drawing.shadows import Shadow
from flowforge_image.core.text.style import LONGEST_TEXT, FontSize, TextStyle
from flowforge_pictures import Color
from servicekit import RequestBody

LARGEST_CARD = 8192
Position = Annotated[int, Field(ge=-LARGEST_CARD, le=LARGEST_CARD)]
Length = Annotated[int, Field(ge=1, le=2 * LARGEST_CARD)]
Coordinate = Annotated[float, Field(ge=-LARGEST_CARD, le=LARGEST_CARD)]
Template = Annotated[
    str, Field(min_length=1, max_length=LONGEST_TEXT, description="{{name}} stands for a variable's value.")
]


class Placed(RequestBody):
    """Where a layer stands: its upper left corner, and its size, by default all that is right and below."""

    x: Position = Field(default=0, description="Distance from the left edge of the card, in pixels.")
    y: Position = Field(default=0, description="Distance from the top edge of the card, in pixels.")
    width: Length | None = Field(
        default=None, description="Width in pixels; by default what is left of the card or the natural width."
    )
    height: Length | None = Field(
        default=None,
        description="Height in pixels; by default what is left of the card or the natural height.",
    )
    angle: float = Field(0, ge=-360, le=360, description="Degrees that it is turned clockwise on its middle.")
    opacity: float = Field(1, ge=0, le=1, description="From 0 for invisible to 1 for opaque.")
    blend: Blend = Field(default="over", description="How its colors mix with what is below.")

    def size_on(self, card: tuple[int, int]) -> tuple[int, int]:
        return self.width or max(1, card[0] - self.x), self.height or max(1, card[1] - self.y)


class GradientLayer(Placed):
    kind: Literal["gradient"]
    colors: tuple[Color, ...] = Field(
        min_length=2, max_length=10, description="Evenly spaced; may be see-through."
    )
    direction: float = Field(
        90, ge=0, le=360, description="Degrees as in CSS: 0 is upwards, 90 to the right."
    )
    radius: int = Field(0, ge=0, le=LARGEST_CARD, description="Radius of its corners.")


class ShapeLayer(Placed):
    kind: Literal["shape"]
    shape: Literal["rectangle", "ellipse", "polygon"] = Field(
        default="rectangle", description="Shape to draw."
    )
    points: tuple[tuple[Coordinate, Coordinate], ...] = Field(
        (), max_length=200, description="Of a polygon: x and y from the layer's upper left corner."
    )
    fill: Color | None = Field(default=None, description="Color inside the shape; not filled if absent.")
    stroke: float = Field(0, ge=0, le=500, description="Width of its outline, which lies inside its box.")
    stroke_color: Color = Field(default="black", description="Color of the outline.")
    radius: int = Field(0, ge=0, le=LARGEST_CARD, description="Radius of a rectangle's corners.")
    shadow: Shadow | None = Field(default=None, description="Shadow below it; none if absent.")

    @model_validator(mode="after")
    def _can_be_seen(self) -> Self:
        if self.fill is None and self.stroke == 0:
            raise ValueError("has neither 'fill' nor 'stroke'")
        if (self.shape == "polygon") != bool(self.points) or 0 < len(self.points) < 3:  # noqa: PLR2004 - a triangle
            raise ValueError("a polygon has three 'points' or more, and no other shape has any")
        return self


class PictureLayer(Placed):
    kind: Literal["picture"]
    picture: int = Field(0, ge=0, le=19, description="Which of the card's 'pictures', from 0.")
    fit: Fit = Field(
        default="cover", description="How the picture fills its box: cropped, whole, or stretched."
    )
    gravity: Gravity = Field("attention", description="Which part is kept of what is cut.")
    radius: int = Field(
        0, ge=0, le=LARGEST_CARD, description="Radius of its corners; a large one makes a circle."
    )
    shadow: Shadow | None = Field(default=None, description="Shadow below it; none if absent.")


class TextLayer(Placed, TextStyle):
    """A text; left out if it is empty once its variables are filled in."""

    kind: Literal["text"]
    text: Template
    size: FontSize | None = Field(
        None, description="Font size in pixels; with 'fit', the largest that is tried."
    )
    fit: bool = Field(
        default=True,
        description="Make it smaller than 'size' if it would not fit into its box; words stay whole.",
    )
    vertical: Literal["top", "middle", "bottom"] = Field("top", description="Where in its box it stands.")


class QrLayer(Placed):
    """A QR code, as large as whole pixels for each module allow."""

    kind: Literal["qr"]
    text: Template
    correction: Literal["L", "M", "Q", "H"] = Field(
        default="M", description="Error correction: higher levels survive more damage and need more modules."
    )
    border: int = Field(2, ge=0, le=20, description="Modules around it; readers like 4.")
    dark: Color = Field(default="black", description="Color of the modules.")
    light: Color = Field(default="white", description="Color behind the modules.")


Layer = Annotated[
    GradientLayer | ShapeLayer | PictureLayer | TextLayer | QrLayer, Field(discriminator="kind")
]
