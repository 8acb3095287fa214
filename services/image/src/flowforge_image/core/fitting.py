"""Encode under a number of bytes: the quality, chroma, palette and size that look best and still fit."""

import math
from dataclasses import dataclass, replace

from flowforge_image.core.climbing import Found, climb
from flowforge_image.core.encoding import Encoding, check_size, encode, flatten
from flowforge_image.core.engine import Image
from flowforge_image.core.faults import UnwritablePicture
from flowforge_image.core.geometry import resize_exactly
from flowforge_image.core.ladders import LOSSY, Ladder, ladders, likely_rung, slope_of
from flowforge_image.core.picture import Picture
from flowforge_image.core.sampling import MOST_WHOLE_PIXELS, Sample, sample, whole
from flowforge_image.core.similarity import ssim

_SCALES = (1.0, 0.8, 0.64, 0.5, 0.35, 0.25, 0.18, 0.125, 0.08, 0.05)
_LEAST_SAMPLE_BYTES = 1000


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


def encode_within(picture: Picture, options: Encoding, max_bytes: int) -> Fitted:
    """Return the encoding of at most *max_bytes* with the highest SSIM.

    Smaller sizes are tried as long as they look better, scaled up again, than larger ones of low quality.
    A large picture's size and chroma are chosen by a sample of it, and its SSIM is that of the sample; the
    quality is always the highest that lets the whole fit. Raises UnwritablePicture if nothing does.
    """
    check_size(picture.width, picture.height, options.format)
    if options.format == "jpeg" and picture.has_alpha:
        picture = picture.each(lambda frame: flatten(frame, options.background)).in_memory()
    part = sample(picture)
    if part.share == 1:
        fitted = _fit_small(part, options, max_bytes)
    elif max_bytes * part.share < _LEAST_SAMPLE_BYTES:
        fitted = _fit_reduced(picture, part, options, max_bytes)
    else:
        fitted = _fit_whole(picture, part, options, max_bytes)
    if fitted is None:
        reason = f"not even its smallest version fits into {max_bytes} bytes"
        raise UnwritablePicture(
            width=picture.width, height=picture.height, format=options.format, reason=reason
        )
    return fitted


def _fit_small(part: Sample, options: Encoding, max_bytes: int) -> Fitted | None:
    tries = _climb_sizes(part, options, max_bytes)
    return tries[-1].fitted if tries else None


def _fit_reduced(picture: Picture, part: Sample, options: Encoding, max_bytes: int) -> Fitted | None:
    """Make the picture small first: so few bytes hold no more, and a sample's would all go into headers."""
    reduced = _scaled(picture, math.sqrt(MOST_WHOLE_PIXELS / _pixels(picture)))
    fitted = _fit_small(whole(reduced), options, max_bytes)
    return replace(fitted, ssim=_likeness(fitted.content, part)) if fitted else None


def _fit_whole(picture: Picture, part: Sample, options: Encoding, max_bytes: int) -> Fitted | None:
    """Climb the ladder that was best for the sample, or if the whole does not fit, that of a smaller size."""
    tries = _climb_sizes(part, options, round(max_bytes * part.share))
    plans = [(each.scale, each.ladder, each.found.rung) for each in reversed(tries)]
    smallest = min((each.scale for each in tries), default=2.0)
    plans += [
        (scale, ladders(options, _pixels(picture) * scale**2)[0], 0) for scale in _SCALES if scale < smallest
    ]
    for scale, ladder, first in plans:
        scaled = _scaled(picture, scale)
        found = _climb(scaled, ladder, max_bytes, first)
        if found:
            return _fitted(scaled, ladder, found, part)
    return None


def _climb_sizes(part: Sample, options: Encoding, max_bytes: int) -> list[_Try]:
    """Return what fits at each size, as long as a smaller one looks better: the best one is the last."""
    tries: list[_Try] = []
    for scale in _SCALES:
        best = _best_at(scale, part, options, max_bytes)
        if best is None:
            continue
        if tries and best.ssim <= tries[-1].ssim:
            break
        tries.append(best)
    if tries:
        tries += _refined(tries[-1], part, options, max_bytes)
    return tries


def _refined(best: _Try, part: Sample, options: Encoding, max_bytes: int) -> list[_Try]:
    """Look between the sizes: one step up and one down from the best. Return the better one, if any."""
    at = _SCALES.index(best.scale)
    neighbours = (*_SCALES[max(0, at - 1) : at], *_SCALES[at + 1 : at + 2])
    between = [
        found
        for other in neighbours
        if (found := _best_at(math.sqrt(best.scale * other), part, options, max_bytes))
    ]
    return [max([best, *between], key=lambda one: one.ssim)]


def _best_at(scale: float, part: Sample, options: Encoding, max_bytes: int) -> _Try | None:
    scaled = _scaled(part.picture, scale)
    whole_pixels = _pixels(part.picture) / part.share
    found = [
        _Try(scale, ladder, climbed, _fitted(scaled, ladder, climbed, whole(part.picture)))
        for ladder in ladders(options, whole_pixels * scale**2)
        if (climbed := _climb(scaled, ladder, max_bytes, likely_rung(ladder)))
    ]
    return max(found, key=lambda one: one.ssim, default=None)


def _climb(picture: Picture, ladder: Ladder, max_bytes: int, first: int) -> Found | None:
    return climb(
        lambda rung: encode(picture, ladder[rung]),
        len(ladder),
        max_bytes,
        first=first,
        slope=slope_of(ladder),
    )


def _fitted(written: Picture, ladder: Ladder, found: Found, part: Sample) -> Fitted:
    quality = ladder[found.rung].quality if ladder[0].format in LOSSY else None
    return Fitted(found.content, written.width, written.height, quality, _likeness(found.content, part))


def _scaled(picture: Picture, scale: float) -> Picture:
    if scale == 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return resize_exactly(picture, *size, "lanczos3").in_memory()


def _pixels(picture: Picture) -> int:
    return picture.width * picture.height * len(picture.frames)


def _likeness(content: bytes, part: Sample) -> float:
    """Return the SSIM of what was written, scaled up to the full size, with the picture, in the sample."""
    written = _shown(Image.new_from_buffer(content, ""))
    width, height = part.size
    if (written.width, written.height) != (width, height):
        written = written.resize(width / written.width, vscale=height / written.height).cast("uchar")
    return round(ssim(_shown(part.picture.frames[0]), part.cut(written)), 4)


def _shown(image: Image) -> Image:
    """Return *image* with 8 bits a channel."""
    if image.format == "uchar":
        return image
    return image.colourspace("srgb" if image.bands > 2 else "b-w")  # noqa: PLR2004 - grey, alpha
