import io
import json
import re
import zipfile
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from flowforge_image.core.composition.packing import line, pack
from flowforge_image.operations.sprite import SpriteForm, make_sprite
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyPixels

NAMES = ["pillow/hopper.png", "skimage/chelsea.png", "pillow/transparent.png", "skimage/coins.png"]
CONTEXT = SimpleNamespace(check=lambda: None, progress=lambda *_: None)


def made(files: Any, opened: Any, **options: Any) -> tuple[Any, Any, str]:
    answer = make_sprite(SpriteForm(files=files, **options), ImageSettings(), CONTEXT)
    sheet, described, styles = answer.files
    return opened(sheet).convert("RGBA"), json.loads(described.data), styles.data.decode()


@pytest.mark.parametrize("layout", ["packed", "row", "column"])
def test_every_picture_is_found_where_the_json_says(
    upload: Any, opened: Any, reference: Any, layout: str
) -> None:
    sheet, described, _ = made([upload(name) for name in NAMES], opened, layout=layout)
    assert described["meta"]["size"] == {"w": sheet.width, "h": sheet.height}
    covered = np.zeros((sheet.height, sheet.width), dtype=int)
    for name in NAMES:
        own = reference(name).convert("RGBA")
        frame = described["frames"][name.rpartition("/")[2].removesuffix(".png")]["frame"]
        assert (frame["w"], frame["h"]) == own.size
        box = (frame["x"], frame["y"], frame["x"] + frame["w"], frame["y"] + frame["h"])
        ours, theirs = np.asarray(sheet.crop(box), dtype=int), np.asarray(own, dtype=int)
        seen = theirs[:, :, 3] > 0
        assert np.abs(ours - theirs)[seen].max() <= 2
        covered[box[1] : box[3], box[0] : box[2]] += 1
    assert covered.max() == 1


def test_the_css_shows_the_same_places(upload: Any, opened: Any) -> None:
    _, described, styles = made([upload(name) for name in NAMES], opened, density=2)
    found = re.findall(
        r"\.sprite-(\w+) { width: ([\d.]+)px; height: ([\d.]+)px; background-position: (\S+) (\S+); }", styles
    )
    assert len(found) == 4
    for name, width, height, left, top in found:
        frame = described["frames"][name]["frame"]
        given = [float(width), float(height), -float(left.rstrip("px")), -float(top.rstrip("px"))]
        assert [2 * value for value in given] == [frame["w"], frame["h"], frame["x"], frame["y"]]


def test_namesakes_and_odd_names(spooled: Any, picture: Any, opened: Any) -> None:
    content = picture("pillow/hopper.png").read_bytes()
    names = ["a b.png", "a/b.png", "a b.gif", "*.png", None, 'x"};body{.png']
    _, described, styles = made([spooled(content, name) for name in names], opened)
    assert list(described["frames"]) == ["a-b", "b", "a-b-2", "picture", "picture-2", "x-body"]
    assert "body{" not in styles


def test_packing_wastes_little_and_nothing_overlaps() -> None:
    sizes = [(16 + at * 7 % 50, 16 + at * 13 % 40) for at in range(50)]
    packed = pack(sizes, 2, 4096)
    boxes = [
        (x, y, x + width, y + height) for (x, y), (width, height) in zip(packed.corners, sizes, strict=True)
    ]
    for at, one in enumerate(boxes):
        assert 0 <= one[0] < one[2] <= packed.width
        assert 0 <= one[1] < one[3] <= packed.height
        for other in boxes[:at]:
            assert (
                one[0] >= other[2] + 2
                or other[0] >= one[2] + 2
                or one[1] >= other[3] + 2
                or other[1] >= one[3] + 2
            )
    assert sum(width * height for width, height in sizes) > 0.75 * packed.width * packed.height
    assert line([(3, 5), (4, 2)], 1, down=False).corners == ((0, 0), (4, 0))


def test_the_sheet_is_held_to_the_limits(upload: Any) -> None:
    form = SpriteForm(files=[upload(name) for name in NAMES])
    with pytest.raises(TooManyPixels):
        make_sprite(form, ImageSettings(max_pixels=200_000), CONTEXT)


def test_through_http(client: Any, picture: Any) -> None:
    sent = [("files", (name.rpartition("/")[2], picture(name).read_bytes())) for name in NAMES]
    answer = client.post("/sprite", files=sent, data={"format": "webp"})
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert found.namelist() == ["sprites.webp", "sprites.json", "sprites.css"]
