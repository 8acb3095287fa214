"""Damage inside a file is refused: decoders would paint over it with gray, noise or nothing."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from flowforge_pictures import PictureLimits, decode, reading
from servicekit import OperationError

LIMITS = PictureLimits()
DAMAGED = {"IMAGE_UNDECODABLE", "IMAGE_TRUNCATED"}


def code_of(path: Path) -> str:
    try:
        with reading(path):
            decode(path, LIMITS).in_memory()
    except OperationError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("skimage/rocket.jpg", 8),
        ("pillow/hopper_lzw.tif", 8),
        ("pillow/hopper_jpg.tif", 10),
        ("pillow/hopper.png", 10),
    ],
)
def test_random_bytes_in_the_middle(
    picture: Callable[[str], Path], tmp_path: Path, name: str, least: int
) -> None:
    """Compressed data has no check sums in some formats, so now and then noise is valid: never mostly."""
    content = picture(name).read_bytes()
    dice = random.Random(name)  # noqa: S311 - the same damage each time
    path = tmp_path / "damaged"
    codes = []
    for _ in range(10):
        at = len(content) // 3 + dice.randrange(len(content) // 3)
        path.write_bytes(content[:at] + dice.randbytes(400) + content[at + 400 :])
        codes.append(code_of(path))
    assert set(codes) - {""} <= DAMAGED
    assert len(codes) - codes.count("") >= least


@pytest.mark.parametrize(
    "name", ["hopper_lzma.tif", "separate_planar_extra_samples.tiff", "tiff_overflow_rows_per_strip.tif"]
)
def test_what_came_out_blank(picture: Callable[[str], Path], name: str) -> None:
    assert code_of(picture(f"pillow/{name}")) in DAMAGED


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("name", ["iss634.gif", "dispose_bgnd.gif", "iss634.webp", "apng/delay.png"])
def test_animations_that_were_cut_off(
    picture: Callable[[str], Path], tmp_path: Path, name: str, share: float
) -> None:
    content = picture(f"pillow/{name}").read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(content[: int(len(content) * share)])
    assert code_of(path) in DAMAGED


FRAME = b"ANMF"


@pytest.mark.parametrize("frame", [0, 1, -1])
def test_an_animation_without_one_of_its_frames(
    picture: Callable[[str], Path], tmp_path: Path, frame: int
) -> None:
    """Decoders skip chunks whose names they do not know, so a frame behind a damaged name is missing."""
    content = bytearray(picture("pillow/iss634.webp").read_bytes())
    starts = [at for at in range(len(content)) if content.startswith(FRAME, at)]
    content[starts[frame] : starts[frame] + 4] = b"\x02NMF"
    path = tmp_path / "damaged"
    path.write_bytes(content)
    assert code_of(path) in DAMAGED


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("name", ["hopper.webp", "transparent.webp", "iss634.webp"])
def test_a_webp_file_that_ends_early_and_says_so(
    picture: Callable[[str], Path], tmp_path: Path, name: str, share: float
) -> None:
    """The size in the header fits what is left, so only the pictures in it are cut."""
    content = picture(f"pillow/{name}").read_bytes()
    left = bytearray(content[: int(len(content) * share) & ~1])
    left[4:8] = (len(left) - 8).to_bytes(4, "little")
    path = tmp_path / "cut"
    path.write_bytes(left)
    assert code_of(path) in DAMAGED


def test_chunks_of_applications_are_allowed(picture: Callable[[str], Path], tmp_path: Path) -> None:
    content = bytearray(picture("pillow/iss634.webp").read_bytes() + b"note\x04\0\0\0/abc")
    content[4:8] = (len(content) - 8).to_bytes(4, "little")
    path = tmp_path / "own"
    path.write_bytes(content)
    assert code_of(path) == ""


@pytest.mark.parametrize(
    ("name", "size"), [("hopper.psd", (128, 128)), ("test-card-lossless.jp2", (640, 480))]
)
def test_other_formats_are_read(picture: Callable[[str], Path], name: str, size: tuple[int, int]) -> None:
    found = decode(picture(f"pillow/{name}"), LIMITS).in_memory()
    assert (found.width, found.height) == size
