"""Arrange pictures in a grid of equal cells, or in rows without cropping, with captions.

In a grid each picture covers its cell, is contained in it or is stretched to it. In rows each keeps its
ratio, and all rows have the same width.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from flowforge_image.core.composition.captions import caption
from flowforge_image.core.composition.cells import Fit, load_cell, rounded
from flowforge_image.core.composition.galleries import Arrangement, Place, Spacing, grid, justified
from flowforge_image.core.composition.options import CompositionOptions
from flowforge_image.core.drawing.geometry import Gravity
from flowforge_image.core.drawing.layering import lay
from flowforge_image.core.drawing.shapes import plain
from flowforge_image.core.encoding.options import PictureReport
from flowforge_image.core.errors import LETTERING, TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN, write
from flowforge_image.core.text.style import TextStyle, Words
from flowforge_image.core.text.typesetting import Typesetter
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Picture, PictureLimits, read_header
from servicekit import Cache, Context, FileInput, FileOutput, RequestForm, operation

_MOST_FILES = 50
_CAPTION_HEIGHT = 1.4  # in sizes of its letters


class CollageForm(CompositionOptions, RequestForm):
    files: list[FileInput] = Field(
        min_length=1, max_length=_MOST_FILES, description="The pictures, in order."
    )
    layout: Literal["grid", "rows"] = Field(
        default="grid", description="`grid` has equal cells, `rows` shows every picture whole."
    )
    columns: int | None = Field(
        None, ge=1, le=_MOST_FILES, description="Pictures in a row; by default about as many as rows."
    )
    cell_width: int = Field(400, ge=1, le=8192, description="In a grid: width of each cell.")
    cell_height: int = Field(300, ge=1, le=8192, description="In a grid: height of each cell.")
    width: int = Field(1200, ge=16, le=16_384, description="In rows: width of the whole.")
    fit: Fit = Field("cover", description="In a grid: how pictures fill their cells.")
    gravity: Gravity = Field("attention", description="Which part is kept of what is cut.")
    gap: int = Field(8, ge=0, le=1000, description="Pixels between pictures.")
    margin: int = Field(8, ge=0, le=1000, description="Pixels around all of them.")
    radius: int = Field(0, ge=0, le=4096, description="Radius of the pictures' corners.")
    captions: tuple[Words, ...] = Field((), max_length=_MOST_FILES, description="Written below the pictures.")
    caption_size: float = Field(20, ge=4, le=500, description="Largest size of their letters.")
    caption_color: Color = Field(default="black", description="Color of the captions.")

    @model_validator(mode="after")
    def _has_a_picture_for_each_caption(self) -> Self:
        if len(self.captions) > len(self.files):
            raise ValueError("'captions' has more entries than there are files")
        return self

    @property
    def spacing(self) -> Spacing:
        caption = round(self.caption_size * _CAPTION_HEIGHT) if self.captions else 0
        return Spacing(self.gap, self.margin, caption)


@operation(
    "/collage",
    errors=(*TRANSFORMING, *LETTERING),
    run=RUN,
    cache=Cache(hours=24),
    example={"files": [DOT, DOT, DOT], "cell_width": 32, "cell_height": 24},
)
def make_collage(form: CollageForm, settings: ImageSettings, context: Context) -> FileOutput[PictureReport]:
    limits = settings.limits
    arrangement = _arrange(form, limits)
    limits.check(arrangement.width, arrangement.height)
    picture = plain(arrangement.width, arrangement.height, form.background)
    fit: Fit = form.fit if form.layout == "grid" else "stretch"
    for at, (file, place) in enumerate(zip(form.files, arrangement.places, strict=True)):
        context.check()
        cell = load_cell(file, limits, (place.width, place.height), fit, form.gravity, field=f"files[{at}]")
        left, top = place.x + (place.width - cell.width) // 2, place.y + (place.height - cell.height) // 2
        picture = lay(picture, rounded(cell.frames[0], form.radius), left, top).in_memory()
        context.progress(at + 1, len(form.files))
    first = read_header(form.files[0].path, limits, field="files[0]").format
    written = _with_captions(picture, form, arrangement, settings)
    return write(Picture(written.frames, first, written.full_size, random=True), form, "collage")


def _arrange(form: CollageForm, limits: PictureLimits) -> Arrangement:
    if form.layout == "grid":
        cell = (form.cell_width, form.cell_height)
        return grid(len(form.files), form.columns, cell, form.spacing)
    sizes = [
        read_header(file.path, limits, field=f"files[{at}]").upright_size
        for at, file in enumerate(form.files)
    ]
    ratios = [width / height for width, height in sizes]
    return justified(ratios, form.columns, form.width, form.spacing)


def _with_captions(
    picture: Picture, form: CollageForm, arrangement: Arrangement, settings: ImageSettings
) -> Picture:
    style = TextStyle(color=form.caption_color, align="center")
    for text, place in zip(form.captions, arrangement.places, strict=False):
        typesetter = Typesetter.using(settings.fonts, settings.limits)
        room = Place(place.x, place.y + place.height, place.width, form.spacing.caption)
        picture = caption(picture, text, style, typesetter, room, size=form.caption_size)
    return picture
