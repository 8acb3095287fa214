from typing import Any

from flowforge_image.core.encoding.fitting.sampling import sample
from flowforge_pictures import Image, Picture, PictureLimits, decode

LIMITS = PictureLimits()


def test_a_small_picture_stands_for_itself(picture: Any) -> None:
    coffee = decode(picture("skimage/coffee.png"), LIMITS).in_memory()
    assert sample(coffee).picture is coffee
    assert sample(coffee).share == 1


def test_tiles_of_a_large_one(picture: Any) -> None:
    retina = decode(picture("skimage/retina.jpg"), LIMITS).in_memory()
    taken = sample(retina)
    assert (taken.picture.width, taken.picture.height) == (768, 768)
    assert taken.share == 768 * 768 / (retina.width * retina.height)
    last = taken.picture.frames[0].crop(512, 512, 256, 256)
    own = retina.frames[0].crop(retina.width - 256, retina.height - 256, 256, 256)
    assert last.write_to_memory() == own.write_to_memory()


def test_the_first_frames_of_a_long_animation() -> None:
    frames = tuple(Image.black(600, 600, bands=3).copy(interpretation="srgb") + at for at in range(10))
    taken = sample(Picture(frames, "gif", (600, 600), (100,) * 10, random=True))
    assert (len(taken.picture.frames), taken.share) == (2, 0.2)
