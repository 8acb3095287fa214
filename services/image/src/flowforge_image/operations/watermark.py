"""Add a semi-transparent text or logo watermark, in a corner or tiled, scaled to the picture."""

from typing import Self

from pydantic import Field, model_validator

from flowforge_fonts import DEFAULT_FAMILY
from flowforge_image.core.drawing.geometry import Compass, place, resize_exactly
from flowforge_image.core.drawing.layering import lay, tiled
from flowforge_image.core.drawing.shadows import Shadow
from flowforge_image.core.drawing.stamps import Stamp, faded, turned
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import LETTERING, TRANSFORMING, UnknownLayer
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.core.text.lettering import letter
from flowforge_image.core.text.style import TextStyle, Words
from flowforge_image.core.text.typesetting import SMALLEST, Typesetter
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Picture
from servicekit import Cache, FileInput, FileOutput, operation

_TRIED_SIZE = 100


class Watermark(Step):
    text: Words | None = Field(None, description="What is written; or a logo, not both.")
    layer: int | None = Field(None, ge=0, le=9, description="In a pipeline: which of the layers is the logo.")
    share: float = Field(0.25, gt=0, le=1, description="Width of the mark as a share of the picture's.")
    opacity: float = Field(0.5, ge=0, le=1, description="From 0 for invisible to 1 for opaque.")
    gravity: Compass = Field("southeast", description="Where in the picture it stands.")
    margin: float = Field(
        0.02, ge=0, le=0.5, description="Distance to the edges, a share of the shorter side."
    )
    angle: float = Field(0, ge=-360, le=360, description="Degrees that the mark is turned clockwise.")
    tile: bool = Field(default=False, description="Repeat it over the whole picture, in staggered rows.")
    gap: float = Field(0.5, ge=0, le=10, description="Room between tiles, a share of the mark's width.")
    font: str = Field(
        DEFAULT_FAMILY,
        min_length=1,
        max_length=100,
        description="Family of the font; see image/fonts for the list.",
    )
    weight: int = Field(
        700, ge=100, le=900, description="Weight of the letters: 400 is regular, 700 is bold."
    )
    color: Color = Field("white", description="Of the text.")
    stroke: float = Field(0, ge=0, le=64, description="Width of an outline around the letters, in pixels.")
    stroke_color: Color = Field(default="black", description="Color of the outline of the letters.")
    shadow: Shadow | None = Field(None, description="A shadow that the letters throw.")

    @model_validator(mode="after")
    def _has_one_mark(self) -> Self:
        if (self.text is None) == self._has_no_logo():
            raise ValueError(f"give 'text' or {self._logo_field()}, and not both")
        return self

    def _has_no_logo(self) -> bool:
        return self.layer is None

    def _logo_field(self) -> str:
        return "'layer'"

    def seconds(self, megapixels: float, frames: int) -> float:
        del frames
        return 0.1 + 0.05 * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Lay the mark over; the picture keeps its size."""
        width = max(1, round(picture.width * self.share))
        stamp = self._lettered(width, work) if self.text else self._logo(width, work)
        stamp = faded(turned(stamp, self.angle), self.opacity)
        if self.tile:
            room = round(width * self.gap)
            tile = stamp.cut.embed(0, 0, stamp.width + room, stamp.height + room)
            pattern = tiled(tile.copy_memory(), picture.width, picture.height, staggered=True)
            return lay(picture, pattern, 0, 0)
        margin = round(min(picture.width, picture.height) * self.margin)
        inner = (picture.width - 2 * margin, picture.height - 2 * margin)
        left, top = place(inner, (stamp.width, stamp.height), self.gravity)
        return lay(picture, stamp.image, left + margin - stamp.left, top + margin - stamp.top)

    def _lettered(self, width: int, work: Work) -> Stamp:
        style = TextStyle(
            font=self.font,
            weight=self.weight,
            color=self.color,
            stroke=self.stroke,
            stroke_color=self.stroke_color,
            shadow=self.shadow,
            align="center",
        )
        typesetter, text = Typesetter.of(work), self.text or ""
        tried = typesetter.set(text, style, _TRIED_SIZE)
        size = _TRIED_SIZE * width / tried.ink.width
        return letter(typesetter.set(text, style, max(SMALLEST, size)), style)

    def _logo(self, width: int, work: Work) -> Stamp:
        number = self.layer or 0
        if number >= len(work.layers):
            raise UnknownLayer(layer=number, count=len(work.layers))
        logo = work.layers[number]
        height = max(1, round(logo.height * width / logo.width))
        work.limits.check(width, height)
        return Stamp.whole(resize_exactly(logo, width, height, "lanczos3").in_memory().frames[0])


class WatermarkForm(Watermark, PictureForm):
    mark: FileInput | None = Field(None, description="The logo, if the mark is no text.")

    def _has_no_logo(self) -> bool:
        return self.mark is None

    def _logo_field(self) -> str:
        return "a picture as 'mark'"


@operation(
    "/watermark",
    errors=(*TRANSFORMING, *LETTERING),
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "text": "© Example", "share": 0.8},
)
def watermark_image(form: WatermarkForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    layers = [form.mark] if form.mark else []
    return transform(
        form.file,
        [form],
        form,
        settings.limits,
        layers=layers,
        layer_field="mark" if form.mark else "",
        fonts=settings.fonts,
    )
