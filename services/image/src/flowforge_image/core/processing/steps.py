"""A step: one change to a picture, the same in an operation of its own and inside a pipeline."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from flowforge_image.core.errors import StepsTakeTooLong
from flowforge_pictures import Picture, PictureLimits
from servicekit import ErrorDetail, OperationError, RequestBody

# Steps that look at neighbors ask those before them for overlapping areas, which are then computed again.
_MOST_PENDING = 5
MOST_SECONDS = 10.0


@dataclass(slots=True)
class Notes:
    """What steps report about their work."""

    faces: int | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Allowance:
    """How long the steps of one call may take together, in seconds of one core as their estimates count."""

    left: float = MOST_SECONDS

    def spend(self, seconds: float) -> None:
        """Raise StepsTakeTooLong if there is not so much left."""
        self.left -= seconds
        if self.left < 0:
            raise StepsTakeTooLong(seconds=MOST_SECONDS - self.left, limit=MOST_SECONDS)


@dataclass(frozen=True, slots=True)
class Work:
    """Context of steps: the limits, the other pictures that were sent, and fonts."""

    limits: PictureLimits
    layers: tuple[Picture, ...] = ()
    fonts: Path | None = None  # the operator's, beside those that come with the service
    node_modules: Path | None = None  # where npm installed weights, if not in the Python environment
    notes: Notes = field(default_factory=Notes)
    time: Allowance = field(default_factory=Allowance)


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

    def seconds(self, megapixels: float, frames: int) -> float:  # noqa: ARG002 - for steps that look at each
        """Return about how long it takes on so many megapixels, those of all frames together.

        They are those of the larger one of the pictures before and after it.
        """
        return 0.02 * megapixels

    @abstractmethod
    def apply(self, picture: Picture, work: Work) -> Picture:
        """Return the changed picture."""


def apply_steps(picture: Picture, steps: Sequence[Step], work: Work, list_name: str = "") -> Picture:
    """Apply *steps* in their order; every result is held to the limits before it is computed.

    Errors name the step by its place in the field *list_name*, if that is given.
    """
    pending = 0
    for at, step in enumerate(steps):
        if step.looks or pending == _MOST_PENDING or not (step.streams or picture.random):
            picture, pending = picture.in_memory(), 0
        try:
            picture = _applied(step, picture, work)
        except OperationError as error:
            if not list_name:
                raise
            place = f"{list_name}[{at}]"
            details = [ErrorDetail(field=place, message=error.text)]
            raise type(error)(f"'{place}': {error.text}", details=details) from error
        pending += 1
    return picture


def _applied(step: Step, picture: Picture, work: Work) -> Picture:
    before = step.seconds(_megapixels(picture), len(picture.frames))
    work.time.spend(before)
    changed = step.apply(picture, work)
    work.limits.check(changed.width, changed.height, len(changed.frames))
    after = step.seconds(_megapixels(changed), len(changed.frames))
    work.time.spend(max(0.0, after - before))
    return changed


def _megapixels(picture: Picture) -> float:
    return picture.width * picture.height * len(picture.frames) / 1e6
