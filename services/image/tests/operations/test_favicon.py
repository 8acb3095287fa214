import io
import json
import zipfile
from html.parser import HTMLParser
from typing import Any

import pytest
from PIL import IcoImagePlugin, Image
from pydantic import ValidationError

from flowforge_image.operations.favicon import FaviconForm, make_favicon
from flowforge_image.settings import ImageSettings

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    b'<circle cx="5" cy="5" r="5" fill="#07c"/></svg>'
)
NAMES = ["favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png", "icon-maskable-512.png"]
BLUE, WHITE = (0, 0x77, 0xCC), (255, 255, 255)


class LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.links += [str(value) for name, value in attrs if name == "href"]


def made(file: Any, **options: Any) -> dict[str, Any]:
    answer = make_favicon(FaviconForm(file=file, **options), ImageSettings())
    return {str(file.name): file for file in answer.files} | {"report": answer.report}


@pytest.fixture
def drawing(spooled: Any) -> Any:
    return spooled(SVG, "logo.svg")


def test_files_and_sizes(drawing: Any, opened: Any) -> None:
    files = made(drawing)
    assert list(files)[:5] == NAMES
    assert [opened(files[name]).size[0] for name in NAMES[1:]] == [180, 192, 512, 512]
    icon = opened(files["favicon.ico"])
    assert isinstance(icon, IcoImagePlugin.IcoImageFile)
    assert icon.ico.sizes() == {(16, 16), (32, 32), (48, 48)}
    assert files["icon.svg"].data == SVG


def test_each_size_of_the_icon_is_the_drawing(drawing: Any, opened: Any) -> None:
    icon = opened(made(drawing)["favicon.ico"])
    for side in (16, 32, 48):
        image = icon.ico.getimage((side, side)).convert("RGBA")
        assert image.getpixel((side // 2, side // 2)) == (*BLUE, 255)
        assert image.getpixel((0, 0))[3] == 0


def test_telephones_get_no_transparency_and_a_margin(drawing: Any, opened: Any) -> None:
    files = made(drawing, background="#fff")
    assert opened(files["apple-touch-icon.png"]).convert("RGBA").getpixel((0, 0)) == (*WHITE, 255)
    maskable = opened(files["icon-maskable-512.png"]).convert("RGB")
    row = [maskable.getpixel((x, 256)) for x in range(512)]
    first, last = row.index(BLUE), 511 - row[::-1].index(BLUE)
    assert (first, 511 - last) == pytest.approx((51, 51), abs=1)


def test_a_photograph_is_padded_or_cut(upload: Any, opened: Any) -> None:
    padded = opened(made(upload("skimage/coffee.png"))["icon-512.png"])
    cut = opened(made(upload("skimage/coffee.png"), cover=True)["icon-512.png"])
    assert [image.convert("RGBA").getpixel((256, 2))[3] for image in (padded, cut)] == [0, 255]


def test_manifest_and_html_name_the_files(drawing: Any) -> None:
    files = made(drawing, name="Käse & Co", folder="/assets/", theme="#123456")
    manifest = json.loads(files["site.webmanifest"].data)
    assert (manifest["name"], manifest["short_name"]) == ("Käse & Co", "Käse & Co")
    assert {icon["src"].removeprefix("/assets/") for icon in manifest["icons"]} <= set(files)
    reader = LinkReader()
    reader.feed(files["report"].html)
    assert {link.removeprefix("/assets/") for link in reader.links} == {
        "favicon.ico",
        "icon.svg",
        "apple-touch-icon.png",
        "site.webmanifest",
    }
    assert files["head.html"].data.decode() == files["report"].html


@pytest.mark.parametrize("folder", ["assets/", '/"><script>/', "//evil/"])
def test_folders_that_are_none(drawing: Any, folder: str) -> None:
    with pytest.raises(ValidationError):
        FaviconForm(file=drawing, folder=folder)


def test_through_http(client: Any) -> None:
    answer = client.post("/favicon", content=SVG, headers={"Content-Type": "image/svg+xml"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert set(NAMES) < set(archive.namelist())
        assert Image.open(archive.open("icon-192.png")).size == (192, 192)
