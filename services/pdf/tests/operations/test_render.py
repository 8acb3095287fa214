import io
import zipfile
from typing import Any

import httpx
import pytest
import pyvips
from pdf_samples import contents_of, numbered_pages, picture_of
from PIL import Image, ImageChops

from flowforge_pdf.operations.render import RenderForm, render_pages
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import PageOutOfRange, TooManyPixels


@pytest.fixture
def rendered(context: Any) -> Any:
    def render(file: Any, **options: Any) -> Any:
        return render_pages(RenderForm(file=file, **options), PdfSettings(), context)

    return render


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("target", ["png", "jpeg", "webp", "tiff"])
def test_formats_and_sizes(rendered: Any, sample: Any, target: str) -> None:
    result = rendered(sample(2), format=target, dpi=144)
    pictures = [opened(content) for content in contents_of(result)]
    assert [picture.size for picture in pictures] == [(400, 600)] * 2
    assert pictures[0].format == target.upper()
    assert len(set(pictures[0].convert("L").get_flattened_data())) > 5


def test_dpi_stands_in_the_file(rendered: Any, sample: Any) -> None:
    (content,) = contents_of(rendered(sample(1), dpi=300))
    density: Any = opened(content).info["dpi"]
    assert round(density[0]) == 300


def test_gray_background_and_transparency(rendered: Any, sample: Any) -> None:
    (gray,) = contents_of(rendered(sample(1), grayscale=True))
    assert opened(gray).mode == "L"
    (yellow,) = contents_of(rendered(sample(1), background="#ffff00"))
    assert opened(yellow).convert("RGB").getpixel((5, 5)) == (255, 255, 0)
    (clear,) = contents_of(rendered(sample(1), background="transparent"))
    assert opened(clear).convert("RGBA").getchannel("A").getpixel((5, 5)) == 0


def test_svg_looks_like_the_page(rendered: Any, upload: Any) -> None:
    file = upload("crazyones.pdf")
    (content,) = contents_of(rendered(file, format="svg"))
    assert content.startswith(b"<svg")
    assert b"<use" in content
    drawn = pyvips.Image.svgload_buffer(content, scale=1).flatten(background=255).write_to_buffer(".png")
    expected = picture_of(file.path.read_bytes()).convert("L")
    found = opened(drawn).convert("L").resize(expected.size)
    histogram = ImageChops.difference(expected, found).histogram()
    assert sum(histogram[128:]) < 0.005 * sum(histogram)


def test_limits(sample: Any, context: Any) -> None:
    with pytest.raises(TooManyPixels, match="at most 1000"):
        render_pages(RenderForm(file=sample(1)), PdfSettings(max_pixels=1000), context)
    with pytest.raises(PageOutOfRange):
        render_pages(RenderForm(file=sample(1), pages="2"), PdfSettings(), context)


def test_through_http(client: httpx.Client) -> None:
    answer = client.post(
        "/render", files={"file": ("a.pdf", numbered_pages(2))}, data={"format": "jpeg", "dpi": "72"}
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["a-1.jpg", "a-2.jpg"]
