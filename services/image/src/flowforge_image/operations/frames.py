"""Extract the frames of an animation or the pages of a TIFF: all of them, a range, or every n-th.

The report has the position of each and how long it is shown.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Self

from pydantic import BaseModel, Field, model_validator

from flowforge_image.core.encoding.formats import MEDIA_TYPES
from flowforge_image.core.encoding.options import PictureForm
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN, named, write
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Decoding, Picture, PictureLimits, UnknownPage, decode, read_header, reading
from servicekit import Cache, Context, FileOutput, FileOutputs, operation


class FramesForm(PictureForm):
    first: int = Field(0, ge=0, description="Position of the first one that is taken, from 0.")
    last: int | None = Field(None, ge=0, description="Position of the last one; by default the file's last.")
    every: int = Field(1, ge=1, le=10_000, description="Take every n-th of them.")

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError("'last' comes before 'first'")
        return self


class TakenFrames(BaseModel):
    """`total` is how many the file has. Pages of a TIFF have no durations."""

    total: int = Field(description="Frames of the whole file.")
    positions: list[int] = Field(description="Position of each frame in the file, counted from 0.")
    durations_ms: list[int] = Field(description="How long each frame is shown; 0 for pages.")


@operation("/frames", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT})
def take_frames(form: FramesForm, settings: ImageSettings, context: Context) -> FileOutputs[TakenFrames]:
    limits = settings.limits
    total = read_header(form.file.path, limits).frames
    if form.first >= total:
        raise UnknownPage(page=form.first, count=total)
    limits.check(1, 1, total)
    last = total - 1 if form.last is None else min(form.last, total - 1)
    positions = range(form.first, last + 1, form.every)
    options = form if form.format else form.model_copy(update={"format": "png"})
    files: list[FileOutput] = []
    durations: list[int] = []
    for done, (position, frame) in enumerate(_taken(form, limits, positions), 1):
        context.check()
        with reading(form.file.path, frame.format):
            written = write(frame, options, form.file.name)
        target = options.encoding(frame.format).format
        name = named(form.file.name, target, f"-{position:0{len(str(total - 1))}d}")
        files.append(FileOutput(written.data, MEDIA_TYPES[target], name))
        durations += frame.delays_ms
        context.progress(done, len(positions))
    report = TakenFrames(total=total, positions=list(positions), durations_ms=durations)
    return FileOutputs(files, "frames.zip", report)


def _taken(form: FramesForm, limits: PictureLimits, positions: range) -> Iterator[tuple[int, Picture]]:
    """Yield each as a picture of its own; an animation is decoded once: frames build on those before."""
    wanted = Decoding(profile=form.profile, deep=form.bit_depth == 16)  # noqa: PLR2004 - the field's own choice
    whole = decode(form.file.path, limits, wanted)
    for position in positions:
        if whole.is_animated:
            yield position, whole.at(position)
        else:
            yield position, decode(form.file.path, limits, replace(wanted, page=position))
