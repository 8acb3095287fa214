"""Encode under a number of bytes: the quality, chroma, palette and size that look best and still fit."""

import math
from dataclasses import dataclass, replace

from flowforge_image.core.drawing.geometry import resize_exactly
from flowforge_image.core.encoding.encoder import Encoding, check_size, encode, flatten
from flowforge_image.core.encoding.fitting.climbing import Found, climb
from flowforge_image.core.encoding.fitting.effort_budget import EffortBudget
from flowforge_image.core.encoding.fitting.ladders import (
    HIGHEST_QUALITY,
    LOSSY,
    Ladder,
    ladders,
    likely_rung,
    slope_of,
)
from flowforge_image.core.encoding.fitting.likeness import likeness
from flowforge_image.core.encoding.fitting.sampling import MOST_WHOLE_PIXELS, Sample, sample, whole
from flowforge_image.core.encoding.icons import sides_up_to
from flowforge_image.core.errors import UnwritablePicture
from flowforge_pictures import Picture

_SCALES = (1.0, 0.9, 0.8, 0.71, 0.64, 0.57, 0.5, 0.42, 0.35, 0.3, 0.25, 0.18, 0.125, 0.08, 0.05)
_LEAST_SAMPLE_BYTES = 1000
_STRIDE = 10  # of qualities
_SAMPLE_SHARE = 0.4  # of the time of a search
_LAST_RESORT_PIXELS = 2_000_000


@dataclass(frozen=True, slots=True)
class Fitted:
    """A written picture; `quality` and `ssim`, against the picture at full size, tell what was chosen."""

    content: bytes
    width: int
    height: int
    quality: int | None
    ssim: float | None


@dataclass(frozen=True, slots=True)
class _Try:
    """What fits at one size: the ladder of encodings, how high it was climbed, and how that looks."""

    scale: float
    ladder: Ladder
    found: Found
    fitted: Fitted

    @property
    def ssim(self) -> float:
        return self.fitted.ssim or 0.0


def encode_within(
    picture: Picture, options: Encoding, max_bytes: int, budget: EffortBudget | None = None
) -> Fitted:
    """Return the encoding of at most *max_bytes* with the highest SSIM.

    Smaller sizes are tried as long as they look better, scaled up again, than larger ones of low quality.
    A large picture's size and chroma are chosen by a sample of it, and its SSIM is that of the sample; the
    quality is the highest that lets the whole fit, of a very large picture nearly so: *budget* bounds how
    often it is encoded. Raises UnwritablePicture if nothing fits.
    """
    budget = budget or EffortBudget()
    check_size(picture.width, picture.height, options.format)
    picture = _as_written(picture, options)
    part = sample(picture)
    if options.format == "ico":
        fitted = _fit_icon(picture, options, max_bytes)
    elif part.share == 1:
        fitted = _fit_small(part, options, max_bytes, budget)
    elif max_bytes * part.share < _LEAST_SAMPLE_BYTES:
        fitted = _fit_reduced(picture, part, options, max_bytes, budget)
    else:
        fitted = _fit_whole(picture, part, options, max_bytes, budget)
    if fitted is None:
        reason = f"not even its smallest version fits into {max_bytes} bytes"
        raise UnwritablePicture(
            width=picture.width, height=picture.height, format=options.format, reason=reason
        )
    return fitted


def encode_alike(picture: Picture, options: Encoding, least_ssim: float) -> Fitted:
    """Return the encoding of the lowest quality whose SSIM is *least_ssim* or more, up to that of *options*.

    The SSIM of a large picture is that of a sample of it. Formats without quality are written as they are.
    """
    if options.format not in LOSSY or options.lossless:
        return Fitted(encode(picture, options), picture.width, picture.height, None, None)
    check_size(picture.width, picture.height, options.format)
    picture = _as_written(picture, options)
    part = sample(picture)
    highest = options.quality or HIGHEST_QUALITY
    quality = _lowest_alike(part, options, highest, least_ssim)
    content = encode(picture, options.at(quality))
    return Fitted(content, picture.width, picture.height, quality, likeness(content, part))


def _lowest_alike(part: Sample, options: Encoding, highest: int, least_ssim: float) -> int:
    """Go down from *highest* until it looks worse, and halve the last step; low qualities jump about."""
    searched = whole(part.picture)

    def is_alike(quality: int) -> bool:
        return likeness(encode(part.picture, options.at(quality)), searched) >= least_ssim

    enough, worse = highest, 0
    while enough - worse > 1:
        quality = max(1, enough - _STRIDE) if worse == 0 else (enough + worse) // 2
        if is_alike(quality):
            enough = quality
        else:
            worse = quality
    return enough


def _as_written(picture: Picture, options: Encoding) -> Picture:
    if options.format != "jpeg" or not picture.has_alpha:
        return picture
    return picture.each(lambda frame: flatten(frame, options.background)).in_memory()


def _fit_icon(picture: Picture, options: Encoding, max_bytes: int) -> Fitted | None:
    """Leave out the largest sizes of an icon until the others fit."""
    longest = max(picture.width, picture.height)
    for side in reversed(sides_up_to(longest)):
        scaled = _scaled(picture, side / longest)
        content = encode(scaled, options)
        if len(content) <= max_bytes:
            return Fitted(content, scaled.width, scaled.height, None, None)
    return None


def _fit_small(part: Sample, options: Encoding, max_bytes: int, budget: EffortBudget) -> Fitted | None:
    tries = _climb_sizes(part, options, max_bytes, budget)
    return tries[-1].fitted if tries else None


def _fit_reduced(
    picture: Picture, part: Sample, options: Encoding, max_bytes: int, budget: EffortBudget
) -> Fitted | None:
    """Make the picture small first: so few bytes hold no more, and a sample's would all go into headers."""
    reduced = _scaled(picture, math.sqrt(MOST_WHOLE_PIXELS / _pixels(picture)))
    fitted = _fit_small(whole(reduced), options, max_bytes, budget)
    return replace(fitted, ssim=likeness(fitted.content, part)) if fitted else None


def _fit_whole(
    picture: Picture, part: Sample, options: Encoding, max_bytes: int, budget: EffortBudget
) -> Fitted | None:
    """Climb the ladder that was best for the sample, or if the whole does not fit, that of a smaller size."""
    of_sample, budget = budget.split(_SAMPLE_SHARE, _LAST_RESORT_PIXELS)
    tries = _climb_sizes(part, options, round(max_bytes * part.share), of_sample)
    plans = [(each.scale, each.ladder, each.found.rung) for each in reversed(tries)]
    smallest = min((each.scale for each in tries), default=2.0)
    plans += [
        (scale, ladders(options, _pixels(picture) * scale**2)[0], 0) for scale in _SCALES if scale < smallest
    ]
    for scale, ladder, first in plans:
        scaled = _scaled(picture, scale)
        found = _climb(scaled, ladder, max_bytes, first, budget)
        if found:
            return _fitted(scaled, ladder, found, part)
    return None


def _climb_sizes(part: Sample, options: Encoding, max_bytes: int, budget: EffortBudget) -> list[_Try]:
    """Return what fits at each size at which it may look better than at larger ones: the best is the last.

    A smaller size is tried as long as its pixels, scaled up again, are more like the picture than the best
    that was written. So more bytes never give a worse picture: whatever fits into fewer is tried as well.
    """
    tries: list[_Try] = []
    for scale in _SCALES:
        if tries and _likeness_of_size(scale, part) <= tries[-1].ssim:
            break
        best = _best_at(scale, part, options, max_bytes, budget)
        if best is not None and (not tries or best.ssim > tries[-1].ssim):
            tries.append(best)
    return tries


def _likeness_of_size(scale: float, part: Sample) -> float:
    """Return the SSIM of a picture that was made smaller and lost nothing else."""
    if scale == 1:
        return 1
    small = _scaled(part.picture, scale).frames[0]
    return likeness(small.pngsave_buffer(compression=0, keep="none"), whole(part.picture))


def _best_at(
    scale: float, part: Sample, options: Encoding, max_bytes: int, budget: EffortBudget
) -> _Try | None:
    scaled = _scaled(part.picture, scale)
    whole_pixels = _pixels(part.picture) / part.share
    found = [
        _Try(scale, ladder, climbed, _fitted(scaled, ladder, climbed, whole(part.picture)))
        for ladder in ladders(options, whole_pixels * scale**2)
        if (climbed := _climb(scaled, ladder, max_bytes, likely_rung(ladder), budget))
    ]
    return max(found, key=lambda one: one.ssim, default=None)


def _climb(
    picture: Picture, ladder: Ladder, max_bytes: int, first: int, budget: EffortBudget
) -> Found | None:
    def make(rung: int) -> bytes | None:
        if not budget.take(_pixels(picture), ladder[rung]):
            return None
        return encode(picture, ladder[rung])

    return climb(
        make,
        len(ladder),
        max_bytes,
        first=first,
        slope=slope_of(ladder),
    )


def _fitted(written: Picture, ladder: Ladder, found: Found, part: Sample) -> Fitted:
    quality = ladder[found.rung].quality if ladder[0].format in LOSSY else None
    return Fitted(found.content, written.width, written.height, quality, likeness(found.content, part))


def _scaled(picture: Picture, scale: float) -> Picture:
    if scale == 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return resize_exactly(picture, *size, "lanczos3").in_memory()


def _pixels(picture: Picture) -> int:
    return picture.width * picture.height * len(picture.frames)
