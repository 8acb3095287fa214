"""How alike two pictures look: SSIM (Wang et al., 2004) and PSNR."""

import math

from flowforge_pictures import Image

_STABILISERS = ((0.01 * 255) ** 2, (0.03 * 255) ** 2)
_SIGMA = 1.5
_WINDOW = 11  # pixels: the Gaussian window of the paper


def ssim_map(one: Image, other: Image) -> Image:
    """Return the SSIM of every pixel, of two gray pictures of one size."""
    first, second = one.cast("float"), other.cast("float")
    mean_1, mean_2 = _blurred(first), _blurred(second)
    variance_1 = _blurred(first * first) - mean_1 * mean_1
    variance_2 = _blurred(second * second) - mean_2 * mean_2
    covariance = _blurred(first * second) - mean_1 * mean_2
    c1, c2 = _STABILISERS
    return ((mean_1 * mean_2 * 2 + c1) * (covariance * 2 + c2)) / (
        (mean_1 * mean_1 + mean_2 * mean_2 + c1) * (variance_1 + variance_2 + c2)
    )


def ssim(one: Image, other: Image) -> float:
    """Return the mean SSIM of the luminance of two pictures of one size: 1 for equal ones.

    As in the paper's own code, the border that the window does not cover is left out.
    """
    whole = ssim_map(luminance(one), luminance(other))
    margin = _WINDOW // 2
    if min(whole.width, whole.height) > 2 * margin:
        whole = whole.crop(margin, margin, whole.width - 2 * margin, whole.height - 2 * margin)
    return float(whole.avg())


def psnr(one: Image, other: Image) -> float:
    """Return the peak signal-to-noise ratio of all channels in decibels; infinity for equal pictures."""
    error = ((one.cast("float") - other.cast("float")) ** 2).avg()
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)


def luminance(image: Image) -> Image:
    """Return *image* in gray (ITU-R BT.601), its transparent parts on white."""
    if image.hasalpha():
        image = image.flatten(background=[255] * (image.bands - 1))
    if image.bands < 3:  # noqa: PLR2004 - gray already
        return image.extract_band(0)
    return image.extract_band(0, n=3).recomb([[0.299, 0.587, 0.114]])


def _blurred(image: Image) -> Image:
    return image.convsep(_gaussian(), precision="float")


def _gaussian() -> Image:
    half = _WINDOW // 2
    weights = [math.exp(-(at * at) / (2 * _SIGMA * _SIGMA)) for at in range(-half, half + 1)]
    return Image.new_from_array([weights], scale=sum(weights))
