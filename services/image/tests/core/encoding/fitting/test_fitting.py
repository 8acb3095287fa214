"""`max_bytes`: what is returned fits, and the next better encoding would not."""

import io
import itertools
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from flowforge_image.core.encoding.encoder import Encoding, encode
from flowforge_image.core.encoding.fitting.fitting import encode_within
from flowforge_image.core.encoding.fitting.ladders import ladders
from flowforge_image.core.errors import UnwritablePicture
from flowforge_pictures import Image as Engine
from flowforge_pictures import Picture, PictureLimits, decode

LIMITS = PictureLimits()
FAST = 1  # of the efforts: what is tested is the search


@pytest.mark.parametrize(
    ("target", "share", "name"),
    [
        *itertools.product(["jpeg"], [0.15, 0.05], ["skimage/coffee.png", "skimage/retina.jpg"]),
        *itertools.product(["webp"], [0.1], ["skimage/coffee.png", "skimage/retina.jpg"]),
        ("avif", 0.08, "skimage/coffee.png"),
    ],
)
def test_no_higher_quality_fits(picture: Any, name: str, target: Any, share: float) -> None:
    whole = decode(picture(name), LIMITS).in_memory()
    options = Encoding(target, effort=FAST)
    most = round(whole.width * whole.height * share)
    fitted = encode_within(whole, options, most)
    assert len(fitted.content) <= most
    assert (fitted.width, fitted.height) == (whole.width, whole.height)
    quality = fitted.quality or 0
    candidates = [
        encode(whole, replace(better, quality=quality))
        for better in (ladder[0] for ladder in ladders(options, whole.width * whole.height))
    ]
    assert fitted.content in candidates
    chosen = ladders(options, whole.width * whole.height)[candidates.index(fitted.content)][0]
    assert len(encode(whole, replace(chosen, quality=quality + 1))) > most


def test_quality_100_if_there_is_room(picture: Any) -> None:
    coffee = decode(picture("skimage/coffee.png"), LIMITS).in_memory()
    assert encode_within(coffee, Encoding("jpeg"), 10_000_000).quality == 100
    assert encode_within(coffee, Encoding("jpeg", quality=70), 10_000_000).quality == 70


def test_more_bytes_never_look_worse(picture: Any) -> None:
    retina = decode(picture("skimage/retina.jpg"), LIMITS).in_memory()
    fast = Encoding("webp", effort=FAST)
    found = [encode_within(retina, fast, most).ssim or 0 for most in (4_000, 40_000, 400_000)]
    assert found == sorted(found)


@pytest.mark.parametrize("target", ["png", "gif"])
def test_palettes_never_look_worse_with_more_bytes(picture: Any, target: Any) -> None:
    coffee = decode(picture("skimage/coffee.png"), LIMITS).in_memory()
    small = coffee.each(lambda frame: frame.resize(0.4)).in_memory()
    budgets = (2_000, 4_000, 8_000, 12_000, 18_000, 30_000, 60_000)
    found = [encode_within(small, Encoding(target, effort=FAST), most) for most in budgets]
    assert all(len(one.content) <= most for one, most in zip(found, budgets, strict=True))
    likenesses = [one.ssim or 0 for one in found]
    assert likenesses == sorted(likenesses)
    assert likenesses[3] > 0.8


@pytest.mark.parametrize("most", [300_000, 20_000, 2_000])
def test_icons(picture: Any, most: int) -> None:
    coffee = decode(picture("skimage/coffee.png"), LIMITS).in_memory()
    icon = coffee.each(lambda frame: frame.crop(100, 100, 256, 256)).in_memory()
    fitted = encode_within(icon, Encoding("ico"), most)
    assert len(fitted.content) <= most
    with Image.open(io.BytesIO(fitted.content)) as opened:
        assert max(opened.info["sizes"]) == (fitted.width, fitted.height)


def test_few_bytes_for_many_pixels(picture: Any) -> None:
    """The whole is made small at once: a sample's share of the bytes would not hold its header."""
    retina = decode(picture("skimage/retina.jpg"), LIMITS).in_memory()
    fitted = encode_within(retina, Encoding("jpeg"), 2_500)
    assert len(fitted.content) <= 2_500
    assert fitted.width < 500
    assert fitted.ssim is not None
    assert fitted.ssim > 0.8


@pytest.mark.parametrize("target", ["png", "gif", "tiff"])
def test_formats_without_quality(picture: Any, target: Any) -> None:
    retina = decode(picture("skimage/retina.jpg"), LIMITS).in_memory()
    fitted = encode_within(retina, Encoding(target, effort=FAST), 300_000)
    assert 100_000 < len(fitted.content) <= 300_000
    assert fitted.quality is None
    assert Image.open(io.BytesIO(fitted.content)).size == (fitted.width, fitted.height)


def test_transparency_is_compared_on_the_background_that_was_asked_for() -> None:
    clear = Picture(
        (Engine.black(64, 64, bands=4).copy(interpretation="srgb"),), "png", (64, 64), random=True
    )
    fitted = encode_within(clear, Encoding("jpeg", background="black"), 5_000)
    assert Image.open(io.BytesIO(fitted.content)).getpixel((5, 5)) == (0, 0, 0)
    assert fitted.ssim == 1


def test_sixteen_bits(picture: Any) -> None:
    whole = decode(picture("skimage/coffee.png"), LIMITS).in_memory()
    deep = Picture((whole.frames[0].colourspace("rgb16"),), "png", whole.full_size, random=True).in_memory()
    fitted = encode_within(deep, Encoding("png"), 2_000_000)
    assert fitted.content[24] == 16
    assert fitted.ssim == 1


def test_what_no_size_fits(picture: Any) -> None:
    coffee = decode(picture("skimage/coffee.png"), LIMITS).in_memory()
    with pytest.raises(UnwritablePicture):
        encode_within(coffee, Encoding("png"), 128)


@pytest.mark.parametrize(("target", "pixels"), [("avif", 40_000_000), ("gif", 25_000_000)])
def test_a_picture_too_large_for_the_encoder_is_refused_at_once(
    tmp_path: Any, client: Any, target: str, pixels: int
) -> None:
    Image.new("L", (10_000, 5_000)).save(tmp_path / "large.png")
    content = (tmp_path / "large.png").read_bytes()
    for more in ("", "&max_bytes=100000"):
        answer = client.post(
            f"/convert?format={target}{more}", content=content, headers={"Content-Type": "image/png"}
        )
        assert answer.json()["error"]["code"] == "IMAGE_NOT_ENCODABLE"
        assert str(pixels) in answer.json()["error"]["message"]
