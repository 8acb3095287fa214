"""A step: one change to a picture, the same in an operation of its own and inside a pipeline."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from flowforge_pictures import Picture, PictureLimits
from servicekit import RequestBody

# Steps that look at neighbors ask those before them for overlapping areas, which are then computed again.
_MOST_PENDING = 5


@dataclass(slots=True)
class Notes:
    """What steps report about their work."""

    faces: int | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Work:
    """Context of steps: the limits, the other pictures that were sent, and fonts."""

    limits: PictureLimits
    layers: tuple[Picture, ...] = ()
    fonts: Path | None = None  # the operator's, beside those that come with the service
    node_modules: Path | None = None  # where npm installed weights, if not in the Python environment
    notes: Notes = field(default_factory=Notes)


class Step(RequestBody, ABC):
    """The parameters of one change. Subclass it in the module of its operation: pipelines then know it.

    `streams`: it reads pixels from top to bottom, once, so that the decoder may still be at work. `looks`: it
    reads them more than once, or before it knows the result's size, so they are computed first.
    """

    streams: ClassVar[bool] = False
    looks: ClassVar[bool] = False

    def reduction(self, width: int, height: int, is_drawing: bool) -> float:  # noqa: ARG002, FBT001 - for steps that shrink
        """Return by how much the decoder may shrink a picture of this size ahead of this step."""
        return 1.0

    @abstractmethod
    def apply(self, picture: Picture, work: Work) -> Picture:
        """Return the changed picture."""


def apply_steps(picture: Picture, steps: Sequence[Step], work: Work) -> Picture:
    """Apply *steps* in their order; every result is held to the limits before it is computed."""
    pending = 0
    for step in steps:
        if step.looks or pending == _MOST_PENDING or not (step.streams or picture.random):
            picture, pending = picture.in_memory(), 0
        picture = step.apply(picture, work)
        pending += 1
        work.limits.check(picture.width, picture.height, len(picture.frames))
    return picture
