"""Detect objects in a picture, such as people, cats, dogs, cars and cups, with their boxes.

It knows 23 things, listed under `labels`; whatever else a picture shows is not found, or taken for one of
them. Needs an optional engine.
"""

from typing import get_args

from pydantic import BaseModel, Field

from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.engines.object_finding import ObjectLabel, find_objects
from flowforge_image.engines.weights import EngineNotInstalled
from flowforge_image.settings import ImageSettings
from flowforge_pictures import DECODING, Decoding, decode, reading
from servicekit import Cache, FileInput, RequestForm, operation


class DetectObjectsForm(RequestForm):
    file: FileInput = Field(description="The picture; of an animation, its first frame.")
    labels: tuple[ObjectLabel, ...] = Field(
        (), max_length=len(get_args(ObjectLabel)), description="Look for these alone; by default for all."
    )
    least_score: float = Field(
        0.45, ge=0.1, le=1, description="How sure to be: less finds more things, and more that are none."
    )
    max_objects: int = Field(100, ge=1, le=1000, description="Return at most so many, the surest.")


class DetectedObject(BaseModel):
    """Pixels of the picture as it is shown; the box ends within it."""

    label: ObjectLabel = Field(description="What was recognized.")
    score: float = Field(description="How sure the detection is, from 0 to 1.")
    x: int = Field(description="Left edge of the box, in pixels.")
    y: int = Field(description="Top edge of the box, in pixels.")
    width: int = Field(description="Width of the box, in pixels.")
    height: int = Field(description="Height of the box, in pixels.")


class DetectedObjects(BaseModel):
    """`objects` come the surest first."""

    width: int = Field(description="Width of the picture, to which the boxes refer.")
    height: int = Field(description="Height of the picture, to which the boxes refer.")
    objects: list[DetectedObject] = Field(description="The objects, the surest first.")


@operation(
    "/detect-objects",
    errors=[*DECODING, EngineNotInstalled],
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT},
)
def detect_objects(form: DetectObjectsForm, settings: ImageSettings) -> DetectedObjects:
    picture = decode(form.file.path, settings.limits, Decoding(animated=False))
    with reading(form.file.path, picture.format):
        shown = picture.in_memory().opaque().frames[0]
    things = find_objects(shown, form.least_score, form.labels, settings.node_modules)
    return DetectedObjects(
        width=picture.width,
        height=picture.height,
        objects=[
            DetectedObject(
                label=thing.label,
                score=round(thing.score, 3),
                x=thing.left,
                y=thing.top,
                width=thing.width,
                height=thing.height,
            )
            for thing in things[: form.max_objects]
        ],
    )
