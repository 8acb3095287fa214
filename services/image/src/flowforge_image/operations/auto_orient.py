"""Rotate a picture upright by its EXIF orientation and remove the tag."""

from typing import ClassVar

from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation


class AutoOrient(Step):
    streams: ClassVar[bool] = True

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Return the picture: the decoder has turned it already, as it does for every operation."""
        del work
        return picture.each(lambda frame: frame)


class AutoOrientForm(AutoOrient, PictureForm):
    pass


@operation("/auto-orient", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT})
def auto_orient_image(form: AutoOrientForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
