"""Choose the format of a picture: the smallest file that looks alike, or the most alike of those that fit."""

from dataclasses import replace

from flowforge_image.core.encoding.encoder import Encoding, encode
from flowforge_image.core.encoding.fitting.effort_budget import EffortBudget
from flowforge_image.core.encoding.fitting.fitting import Fitted, encode_alike, encode_within
from flowforge_image.core.encoding.formats import TargetFormat
from flowforge_image.core.errors import UnwritablePicture
from flowforge_pictures import Picture

LEAST_SSIM = 0.98
_STILL: tuple[TargetFormat, ...] = ("jpeg", "png", "webp", "avif")
_ANIMATED: tuple[TargetFormat, ...] = ("gif", "webp", "avif")
_LOSSLESS: tuple[TargetFormat, ...] = ("png", "webp")


def encode_best(
    picture: Picture, options: Encoding, least_ssim: float | None, max_bytes: int | None
) -> tuple[Fitted, TargetFormat]:
    """Return the picture in the format that suits it best, and which that is.

    Without *max_bytes* it is the smallest file whose SSIM is *least_ssim* or more; with it, the file of the
    highest SSIM that fits. Raises UnwritablePicture if no format can hold the picture.
    """
    written: list[tuple[Fitted, TargetFormat]] = []
    failure: UnwritablePicture | None = None
    candidates = _candidates(picture, options)
    for target in candidates:
        wanted, budget = replace(options, format=target), EffortBudget(1 / len(candidates))
        try:
            written.append((_encoded(picture, wanted, least_ssim, max_bytes, budget), target))
        except UnwritablePicture as error:
            failure = error
    if not written:
        assert failure is not None  # noqa: S101 - there is always a candidate
        raise failure
    if max_bytes is None:
        return min(written, key=lambda one: len(one[0].content))
    return max(written, key=lambda one: (_likeness(one[0]), -len(one[0].content)))


def _candidates(picture: Picture, options: Encoding) -> list[TargetFormat]:
    if options.lossless:
        return [it for it in _LOSSLESS if it in _ANIMATED or not picture.is_animated]
    formats = _ANIMATED if picture.is_animated else _STILL
    return [it for it in formats if it != "jpeg" or not picture.has_alpha]


def _encoded(
    picture: Picture,
    options: Encoding,
    least_ssim: float | None,
    max_bytes: int | None,
    budget: EffortBudget,
) -> Fitted:
    if max_bytes is not None:
        return encode_within(picture, options, max_bytes, budget)
    if options.lossless:
        return Fitted(encode(picture, options), picture.width, picture.height, None, None)
    return encode_alike(picture, options, least_ssim or LEAST_SSIM)


def _likeness(fitted: Fitted) -> float:
    return 1.0 if fitted.ssim is None else fitted.ssim
