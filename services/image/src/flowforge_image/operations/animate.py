"""Create an animated GIF, WebP, AVIF or PNG from pictures; animations contribute all their frames.

All frames get one size: that of the first file, or the one that is asked for.
"""

from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flowforge_image.core.encoding.options import OutputOptions, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Work
from flowforge_image.core.processing.transforming import RUN, write
from flowforge_image.operations.resize import Resize
from flowforge_image.settings import ImageSettings
from flowforge_pictures import (
    ANIMATIONS,
    Animation,
    Color,
    Decoding,
    Image,
    Picture,
    PictureLimits,
    decode,
    read_header,
    reading,
)
from servicekit import (
    Cache,
    Context,
    FileInput,
    FileOutput,
    InvalidInput,
    Limits,
    RequestForm,
    operation,
)

_MOST_FILES = 500
_DEFAULT_DELAY_MS = 100
Milliseconds = Annotated[int, Field(ge=10, le=600_000)]


class AnimationTooShort(InvalidInput):
    code = "ANIMATION_TOO_SHORT"
    message = "'files' have one frame in all: an animation has at least two."


class AnimateForm(RequestForm):
    files: list[FileInput] = Field(
        min_length=1, max_length=_MOST_FILES, description="The frames in their order; at least two in all."
    )
    format: Animation = Field("gif", description="AVIF repeats for ever, whatever 'loop' says.")
    durations_ms: tuple[Milliseconds, ...] = Field(
        (),
        max_length=_MOST_FILES,
        description="How long each file's frames are shown: one for all, or one for each file; by default an "
        "animation's own, else 100.",
    )
    loop: int = Field(0, ge=0, le=65_535, description="How often it is played; 0 is for ever.")
    order: Literal["forward", "reverse", "boomerang"] = Field(
        "forward", description="boomerang plays forward, then back."
    )
    width: int | None = Field(None, ge=1, le=16_383, description="Width in pixels.")
    height: int | None = Field(None, ge=1, le=16_383, description="Height in pixels.")
    fit: Literal["fit", "cover", "fill"] = Field(
        "fit", description="How others are brought to the size: padded, cut, or stretched."
    )
    background: Color = Field("white", description="Color of what 'fit' pads, or 'transparent'.")
    quality: int | None = Field(None, ge=1, le=100, description="WebP and AVIF; by default 80 and 50.")
    lossless: bool = Field(default=False, description="WebP: keep every pixel as it is.")
    effort: int | None = Field(None, ge=0, le=9, description="0 is fastest, 9 makes the smallest file.")
    colors: int | None = Field(None, ge=2, le=256, description="GIF and PNG: most colors.")

    @model_validator(mode="after")
    def _has_a_duration_for_each(self) -> Self:
        if len(self.durations_ms) not in (0, 1, len(self.files)):
            raise ValueError(
                f"'durations_ms' has {len(self.durations_ms)} values for {len(self.files)} files: "
                "give one for all, or one for each"
            )
        return self

    def duration_of(self, position: int) -> int | None:
        if not self.durations_ms:
            return None
        return self.durations_ms[position if len(self.durations_ms) > 1 else 0]


@operation(
    "/animate",
    errors=[*TRANSFORMING, AnimationTooShort],
    run=RUN,
    cache=Cache(hours=24),
    limits=Limits(max_files=_MOST_FILES),
    example={"files": [DOT, DOT], "format": "webp"},
)
def animate_images(form: AnimateForm, settings: ImageSettings, context: Context) -> FileOutput[PictureReport]:
    limits = settings.limits
    size = _frame_size(form, limits)
    resize = Resize(width=size[0], height=size[1], mode=form.fit, enlarge=True, background=form.background)
    parts = []
    for at, file in enumerate(form.files):
        context.check()
        parts.append(_fitted(file, resize, limits, f"files[{at}]"))
        context.progress(at + 1, len(form.files))
    picture = _joined(parts, form)
    if not picture.is_animated:
        raise AnimationTooShort
    given = form.model_dump(include={"format", "quality", "lossless", "effort", "colors", "background"})
    return write(picture, OutputOptions(**given), form.files[0].name)


def _frame_size(form: AnimateForm, limits: PictureLimits) -> tuple[int, int]:
    """Return the size of all frames; their number and pixels are held to the limits before any is decoded."""
    headers = [read_header(file.path, limits, field=f"files[{at}]") for at, file in enumerate(form.files)]
    count = sum(header.frames if header.format in ANIMATIONS else 1 for header in headers)
    if form.order == "boomerang":
        count = 2 * count - 2
    own = headers[0].upright_size
    across = form.width / own[0] if form.width else None
    down = form.height / own[1] if form.height else None
    width = form.width or max(1, round(own[0] * (down or 1)))
    height = form.height or max(1, round(own[1] * (across or 1)))
    limits.check(width, height, count)
    return width, height


def _fitted(file: FileInput, resize: Resize, limits: PictureLimits, field: str) -> Picture:
    picture = decode(file.path, limits, Decoding(), resize.reduction, field=field)
    with reading(file.path, picture.format, field=field):
        return resize.apply(picture, Work(limits)).in_color().in_memory()


def _joined(parts: list[Picture], form: AnimateForm) -> Picture:
    if any(part.has_alpha for part in parts):
        parts = [part.with_alpha() for part in parts]
    frames: list[tuple[Image, int]] = []
    for at, part in enumerate(parts):
        own = part.delays_ms or (_DEFAULT_DELAY_MS,)
        duration = form.duration_of(at)
        frames += [(frame, duration or delay) for frame, delay in zip(part.frames, own, strict=True)]
    if form.order == "reverse":
        frames.reverse()
    elif form.order == "boomerang":
        frames += frames[-2:0:-1]
    images, delays = zip(*frames, strict=True)
    return replace(parts[0].with_frames(images), delays_ms=delays, loop=form.loop)
