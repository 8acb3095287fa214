"""People told from what is behind them, by the selfie segmentation of MediaPipe (Apache-2.0).

The network sees 256 x 256 pixels. A guided filter (He et al., 2013) brings its mask to the edges that the
picture has.
"""

from functools import cache

import numpy as np

from flowforge_image.core.analysis.similarity import luminance
from flowforge_image.core.drawing.blurring import blurred
from flowforge_image.engines.tflite import Network, opened
from flowforge_image.engines.weights import weights
from flowforge_pictures import Image, from_array

_EDGE = 1e-3  # how much the picture's own contrast may bend the mask
_WINDOW_SHARE = 1 / 60  # of the longer side: about what one pixel of the mask's covers, twice
_SURE = (0.1, 0.9)  # below is background, above is a person


def person_mask(image: Image) -> Image:
    """Return how much of each pixel is a person, floats from 0 to 1, of a picture of 8 bits in RGB."""
    network = _network()
    width, height = image.width, image.height
    small = image.resize(network.side / width, vscale=network.side / height).cast("uchar")
    (mask,) = network.run(small.numpy().astype(np.float32) / 255)
    coarse = from_array(np.ascontiguousarray(mask, dtype=np.float32)).copy(interpretation="b-w")
    coarse = coarse.resize(width / network.side, vscale=height / network.side, kernel="cubic")
    coarse = coarse.crop(0, 0, width, height) if (coarse.width, coarse.height) != (width, height) else coarse
    guide = luminance(image).cast("float") / 255
    low, high = _SURE
    return ((_guided(guide, coarse, width, height) - low) / (high - low)).clamp()


@cache
def _network() -> Network:
    package = "mediapipe 0.10.21 (install it with --no-deps)"
    return opened(weights("mediapipe", package, "modules/selfie_segmentation/selfie_segmentation.tflite"))


def _guided(guide: Image, mask: Image, width: int, height: int) -> Image:
    """Make *mask* a local linear function of *guide*, so that it turns where the picture does."""
    window = max(1, round(max(width, height) * _WINDOW_SHARE))

    def mean(image: Image) -> Image:
        return blurred(image.copy_memory(), window, least=0.1)

    mean_guide, mean_mask = mean(guide), mean(mask)
    slope = (mean(guide * mask) - mean_guide * mean_mask) / (
        mean(guide * guide) - mean_guide * mean_guide + _EDGE
    )
    offset = mean_mask - slope * mean_guide
    return mean(slope) * guide + mean(offset)
