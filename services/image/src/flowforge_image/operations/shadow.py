"""Add a drop shadow to a picture or to its opaque shape; the picture grows to fit it."""

from pydantic import Field

from flowforge_image.core.drawing.shadows import Shadow as ThrownShadow
from flowforge_image.core.drawing.shadows import throw
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Image, Picture
from servicekit import Cache, FileOutput, operation


class Shadow(ThrownShadow, Step):
    x: int = Field(8, ge=-500, le=500, description="Pixels to the right of the picture.")
    y: int = Field(8, ge=-500, le=500, description="Pixels below the picture.")
    blur: float = Field(8, ge=0, le=200, description="Softness in pixels.")

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Lay the picture over its shadow; formats without transparency show the background around."""
        left, top = max(0, self.softness - self.x), max(0, self.softness - self.y)
        width = picture.width + left + max(0, self.softness + self.x)
        height = picture.height + top + max(0, self.softness + self.y)
        work.limits.check(width, height, len(picture.frames))
        deep = picture.white > 255  # noqa: PLR2004 - 8 bits
        picture = picture.in_color().with_alpha()

        def grow(frame: Image) -> Image:
            alpha = frame.extract_band(3)
            shape = (alpha >> 8).cast("uchar") if deep else alpha
            image, right, down = throw(shape.copy(interpretation="b-w"), self)
            below = image.embed(left + right, top + down, width, height)
            space = "rgb16" if deep else "srgb"
            made = below.colourspace(space).composite2(frame, "over", x=left, y=top, compositing_space=space)
            return made.cast(frame.format)

        return picture.each(grow)


class ShadowForm(Shadow, PictureForm):
    pass


@operation(
    "/shadow",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "blur": 3, "format": "png"},
)
def add_shadow(form: ShadowForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
