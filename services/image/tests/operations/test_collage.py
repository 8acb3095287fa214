from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydantic import ValidationError

from flowforge_image.operations.collage import CollageForm, make_collage
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyPixels, UnknownPictureFormat

NAMES = ["coffee.png", "astronaut.png", "chelsea.png", "hubble_deep_field.jpg", "coins.png"]
CONTEXT = SimpleNamespace(check=lambda: None, progress=lambda *_: None)


@pytest.fixture
def files(upload: Any) -> list[Any]:
    return [upload(f"skimage/{name}") for name in NAMES]


def made(opened: Any, **options: Any) -> Any:
    form = CollageForm(format="png", **options)
    return opened(make_collage(form, ImageSettings(), CONTEXT))


def in_cell(own: Any, fit: str) -> Any:
    """Do with Pillow what a cell of 240 x 150 on navy does."""
    across, down = 240 / own.width, 150 / own.height
    if fit != "stretch":
        across = down = max(across, down) if fit == "cover" else min(across, down)
    scaled = own.resize((round(own.width * across), round(own.height * down)), Image.Resampling.LANCZOS)
    cell = Image.new("RGB", (240, 150), "navy")
    cell.paste(scaled, ((240 - scaled.width) // 2, -round((scaled.height - 150) * 0.5)))
    return cell


@pytest.mark.parametrize("fit", ["cover", "contain", "stretch"])
def test_a_grid_holds_each_picture_in_its_cell(
    files: Any, opened: Any, reference: Any, likeness: Any, fit: str
) -> None:
    options = {
        "cell_width": 240,
        "cell_height": 150,
        "gap": 10,
        "margin": 20,
        "gravity": "center",
        "fit": fit,
    }
    whole = made(opened, files=files, background="navy", columns=3, **options)
    assert whole.size == (3 * 240 + 2 * 10 + 40, 2 * 150 + 10 + 40)
    for at, name in enumerate(NAMES):
        x, y = 20 + at % 3 * 250, 20 + at // 3 * 160
        theirs = in_cell(reference(f"skimage/{name}").convert("RGB"), fit)
        assert likeness(whole.crop((x, y, x + 240, y + 150)), theirs) > 0.95, name
    assert whole.getpixel((5, 5)) == (0, 0, 128)
    assert whole.getpixel((700, 300)) == (0, 0, 128)


def test_rows_cut_nothing_and_are_equally_wide(
    files: Any, opened: Any, reference: Any, likeness: Any
) -> None:
    whole = made(
        opened, files=files[:4], layout="rows", width=800, gap=10, margin=0, columns=2, background="red"
    )
    red = (np.asarray(whole) == [255, 0, 0]).all(axis=2)
    assert not red[:, [0, -1]][: whole.height // 3].any()
    first = round(790 / (600 / 400 + 512 / 512))
    left = round(first * 1.5)
    theirs = reference("skimage/coffee.png").resize((left, first), Image.Resampling.LANCZOS)
    assert likeness(whole.crop((0, 0, left, first)), theirs) > 0.97
    assert red[:first, left + 2 : left + 8].all()


def test_captions_stand_below_their_pictures(files: Any, opened: Any) -> None:
    options = {"cell_width": 200, "cell_height": 100, "gap": 0, "margin": 0, "columns": 2}
    captions = ["Kaffee", "رائدة فضاء"]
    whole = np.asarray(
        made(opened, files=files[:2], captions=captions, caption_size=30, **options), dtype=int
    )
    assert whole.shape[:2] == (142, 400)
    for left in (0, 200):
        below = whole[100:, left : left + 200]
        columns = np.where((below.max(axis=2) < 100).any(axis=0))[0]
        assert abs((columns[0] + columns[-1]) / 2 - 100) < 4
        assert len(columns) > 40


def test_round_corners_and_a_transparent_ground(files: Any, opened: Any) -> None:
    whole = made(opened, files=files[:1], background="transparent", radius=40, margin=0)
    alpha = np.asarray(whole)[:, :, 3]
    assert alpha[0, 0] == 0
    assert alpha[150, 200] == 255


def test_the_first_file_gives_the_format(files: Any) -> None:
    form = CollageForm(files=[files[3], files[0]], cell_width=50, cell_height=50)
    assert make_collage(form, ImageSettings(), CONTEXT).report.format == "jpeg"


def test_what_cannot_be_made(files: Any, spooled: Any, opened: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        made(opened, files=[files[0], spooled(b"text")])
    with pytest.raises(TooManyPixels):
        made(opened, files=files, cell_width=8000, cell_height=8000)
    with pytest.raises(TooManyPixels):  # of a picture, told by its header
        make_collage(CollageForm(files=files[:2], cell_width=9), ImageSettings(max_pixels=200_000), CONTEXT)
    with pytest.raises(ValidationError, match="'captions'"):
        CollageForm(files=files[:1], captions=["one", "two"])
    with pytest.raises(ValidationError):
        CollageForm(files=files * 11)


def test_through_http(client: Any, picture: Any) -> None:
    sent = [("files", picture(f"skimage/{name}").open("rb")) for name in NAMES]
    answer = client.post("/collage", files=sent, data={"captions": '["one"]', "format": "webp"})
    for _, opened_file in sent:
        opened_file.close()
    assert answer.status_code == 200, answer.text
