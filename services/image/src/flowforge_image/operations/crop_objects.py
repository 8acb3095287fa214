"""Crop a picture to its objects: all of them, the largest, or the most certain one.

What can be found are the labels of /detect-objects. Needs an optional engine.
"""

from typing import ClassVar, Literal, get_args

from pydantic import Field

from flowforge_image.core.drawing.geometry import Ratio, cut, frame_box, parse_ratio
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.engines.object_finding import FoundThing, NoObjectFound, ObjectLabel, find_objects
from flowforge_image.engines.weights import EngineNotInstalled
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation


class CropObjects(Step):
    looks: ClassVar[bool] = True

    labels: tuple[ObjectLabel, ...] = Field(
        (), max_length=len(get_args(ObjectLabel)), description="Look for these alone; by default for all."
    )
    keep: Literal["all", "largest", "surest"] = Field("all", description="Which of what is found.")
    margin: float = Field(0.05, ge=0, le=2, description="Added on each side, a share of the longer one.")
    ratio: Ratio | None = Field(
        None, description="Aspect ratio of the result, such as 1:1: more of the picture is kept to reach it."
    )
    least_score: float = Field(0.45, ge=0.1, le=1, description="How sure to be that it is an object.")
    if_none: Literal["error", "keep"] = Field(
        "error", description="What to do if nothing is found: fail, or keep the picture as it is."
    )

    def seconds(self, megapixels: float, frames: int) -> float:
        del frames
        return 0.6 + 0.01 * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Cut all frames to what the first one shows."""
        seen = picture.with_frames(picture.frames[:1]).opaque().frames[0]
        things = find_objects(seen, self.least_score, self.labels, work.node_modules)
        if not things and self.if_none == "keep":
            return picture
        if not things:
            raise NoObjectFound(labels=", ".join(self.labels) or "object")
        ratio = parse_ratio(self.ratio) if self.ratio else None
        size = (picture.width, picture.height)
        return cut(picture, *frame_box(self._box(self._kept(things)), size, ratio))

    def _kept(self, things: list[FoundThing]) -> list[FoundThing]:
        if self.keep == "largest":
            return [max(things, key=lambda thing: thing.width * thing.height)]
        return things[:1] if self.keep == "surest" else things

    def _box(self, things: list[FoundThing]) -> tuple[float, float, float, float]:
        left, top = min(thing.left for thing in things), min(thing.top for thing in things)
        right = max(thing.left + thing.width for thing in things)
        bottom = max(thing.top + thing.height for thing in things)
        room = self.margin * max(right - left, bottom - top)
        return left - room, top - room, right + room, bottom + room


class CropObjectsForm(CropObjects, PictureForm):
    pass


@operation(
    "/crop-objects",
    errors=[*TRANSFORMING, EngineNotInstalled, NoObjectFound],
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "if_none": "keep"},
)
def crop_objects(form: CropObjectsForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits, node_modules=settings.node_modules)
