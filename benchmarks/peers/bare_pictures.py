"""What the image service is asked, done by pyvips alone in processes of their own: no server, no checks."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyvips

WIDTH, PIPELINE_WIDTH, GROUPS, SHRINK = 800, 1600, 7, {800: 4, 1600: 2}
# One resize, seven times (mirror, turn over, turn, blur), one sharpen: 30 steps.
_GROUP: list[dict[str, Any]] = [
    {"operation": "flip", "direction": "horizontal"},
    {"operation": "flip", "direction": "vertical"},
    {"operation": "rotate", "angle": 90},
    {"operation": "blur", "sigma": 1},
]
STEPS: list[dict[str, Any]] = [
    {"operation": "resize", "width": PIPELINE_WIDTH},
    *(_GROUP * GROUPS),
    {"operation": "sharpen", "sigma": 1, "amount": 1},
]
_SAVERS: dict[str, tuple[str, dict[str, Any]]] = {
    "jpeg": ("jpegsave_buffer", {"Q": 80}),
    "webp": ("webpsave_buffer", {"Q": 80, "effort": 4}),
    "avif": ("heifsave_buffer", {"Q": 50, "effort": 3, "compression": "av1"}),
    "png": ("pngsave_buffer", {"compression": 6}),
}


@contextmanager
def pictures_pool() -> Iterator[ProcessPoolExecutor]:
    """Run a process for each core, each with one thread, as the service does."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), initializer=_set_up) as pool:
        yield pool


def _set_up() -> None:
    pyvips.concurrency_set(1)
    pyvips.cache_set_max(0)


def resize(path: Path, kind: str) -> float:
    """Scale to 800 pixels and encode; return the seconds of CPU time."""
    started = time.process_time()
    _saved(_opened(path, WIDTH), kind)
    return time.process_time() - started


def thirty_steps(path: Path) -> float:
    started = time.process_time()
    picture = _opened(path, PIPELINE_WIDTH).copy_memory()
    for _ in range(GROUPS):
        picture = picture.fliphor().flipver().rot90().gaussblur(1, min_ampl=0.02)
    _saved(picture.sharpen(sigma=1, m1=0, m2=3).cast("uchar"), "jpeg")
    return time.process_time() - started


def _opened(path: Path, width: int) -> Any:
    if path.suffix == ".jpg":
        picture = pyvips.Image.jpegload(str(path), access="sequential", shrink=SHRINK[width])
    else:
        picture = pyvips.Image.pngload(str(path), access="sequential")
    return picture.resize(width / picture.width)


def _saved(picture: Any, kind: str) -> bytes:
    saver, options = _SAVERS[kind]
    written: bytes = getattr(picture, saver)(keep="none", **options)
    return written
