"""Remove the background behind people: it becomes transparent.

It knows people, in portraits and half-length pictures. It was not trained on other subjects: what it leaves
of them is chance. Formats without transparency show `background` there; unless you name a format, the result
is PNG. Needs an optional engine.
"""

from typing import ClassVar

from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.engines.portrait_matting import person_mask
from flowforge_image.engines.weights import EngineNotInstalled
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation


class RemoveBackground(Step):
    looks: ClassVar[bool] = True

    def seconds(self, megapixels: float, frames: int) -> float:
        return 0.1 * frames + 0.25 * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Multiply the transparency of every frame by the mask of its people."""
        del work
        picture = picture.in_color().with_alpha()
        frames = []
        for frame, shown in zip(picture.frames, picture.opaque().frames, strict=True):
            alpha = (frame.extract_band(3) * person_mask(shown)).rint().cast(frame.format)
            frames.append(frame.extract_band(0, n=3).bandjoin(alpha).copy(interpretation="srgb"))
        return picture.with_frames(frames)


class RemoveBackgroundForm(RemoveBackground, PictureForm):
    pass


@operation(
    "/remove-background",
    errors=[*TRANSFORMING, EngineNotInstalled],
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT},
)
def remove_background(form: RemoveBackgroundForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    options = form if form.format else form.model_copy(update={"format": "png"})
    return transform(form.file, [form], options, settings.limits)
