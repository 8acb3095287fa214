import io
from typing import Any

import pytest
from PIL import Image
from pydantic import ValidationError

from flowforge_image.operations.resize import ResizeForm, resize_image
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyPixels

ROCKET = (640, 427)


def resized(file: Any, opened: Any, **options: Any) -> Any:
    return opened(resize_image(ResizeForm(file=file, **options), ImageSettings()))


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({"width": 320}, (320, 214)),
        ({"height": 100}, (150, 100)),
        ({"width": 200, "height": 200}, (200, 133)),
        ({"width": 200, "height": 200, "mode": "outside"}, (300, 200)),
        ({"width": 200, "height": 200, "mode": "cover"}, (200, 200)),
        ({"width": 200, "height": 200, "mode": "fit"}, (200, 200)),
        ({"width": 200, "height": 200, "mode": "fill"}, (200, 200)),
        ({"width": 1000, "height": 200, "mode": "fill"}, (640, 200)),
        ({"width": 1000, "height": 200, "mode": "exact"}, (1000, 200)),
        ({"width": 2000}, ROCKET),
        ({"width": 1280, "enlarge": True}, (1280, 854)),
        ({"width": 2000, "height": 300, "mode": "cover"}, (640, 300)),
        ({"scale": 0.25}, (160, 107)),
        ({"width": 100, "dpr": 2}, (200, 133)),
        ({"width": 1}, (1, 1)),
    ],
)
def test_sizes(upload: Any, opened: Any, options: Any, size: Any) -> None:
    assert resized(upload("skimage/rocket.jpg"), opened, **options).size == size


def test_the_result_is_that_of_another_implementation(
    upload: Any, reference: Any, opened: Any, likeness: Any
) -> None:
    ours = resized(upload("skimage/chelsea.png"), opened, width=200, format="png")
    theirs = reference("skimage/chelsea.png").resize(ours.size, Image.Resampling.LANCZOS)
    assert likeness(ours, theirs) > 0.99


def test_what_the_decoder_shrinks_looks_the_same(
    upload: Any, reference: Any, opened: Any, likeness: Any
) -> None:
    ours = resized(upload("skimage/hubble_deep_field.jpg"), opened, width=190, format="png")
    theirs = reference("skimage/hubble_deep_field.jpg").resize(ours.size, Image.Resampling.LANCZOS)
    assert likeness(ours, theirs) > 0.97


def test_fit_pads_with_the_background_where_gravity_says(upload: Any, opened: Any) -> None:
    options = {"width": 200, "height": 200, "mode": "fit", "background": "#ff0000", "format": "png"}
    centered = resized(upload("skimage/rocket.jpg"), opened, **options)
    assert centered.getpixel((100, 10)) == centered.getpixel((100, 190)) == (255, 0, 0)
    northern = resized(upload("skimage/rocket.jpg"), opened, **options, gravity="north")
    assert northern.getpixel((100, 10)) != (255, 0, 0)
    assert northern.getpixel((100, 140)) == (255, 0, 0)


def test_a_gray_picture_gets_color_for_a_colored_background(upload: Any, opened: Any) -> None:
    options = {"width": 50, "height": 20, "mode": "fit", "background": "blue", "format": "png"}
    assert resized(upload("skimage/camera.png"), opened, **options).getpixel((1, 1)) == (0, 0, 255)


def test_transparency_bleeds_no_color(upload: Any, opened: Any) -> None:
    small = resized(upload("pillow/transparent.png"), opened, width=20, height=20)
    assert small.mode == "RGBA"


@pytest.mark.parametrize("gravity", ["attention", "entropy"])
def test_smart_cropping(upload: Any, opened: Any, gravity: str) -> None:
    face = resized(
        upload("skimage/astronaut.png"), opened, width=128, height=512, mode="cover", gravity=gravity
    )
    assert face.size == (128, 512)


def test_an_animation_stays_one(upload: Any, opened: Any) -> None:
    small = resized(upload("pillow/dispose_bgnd.gif"), opened, width=50)
    assert (small.size, small.n_frames, small.format) == ((50, 50), 5, "GIF")
    assert small.info["duration"] == 1000


def test_an_animation_becomes_a_picture(upload: Any, opened: Any) -> None:
    assert resized(upload("pillow/dispose_bgnd.gif"), opened, width=50, format="jpeg").size == (50, 50)


def test_a_drawing_is_drawn_at_its_new_size(spooled: Any, opened: Any) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0H5V10H0z"/></svg>'
    large = resized(spooled(drawing), opened, width=1000)
    assert large.size == (1000, 1000)
    assert [large.getpixel((at, 500))[3] for at in (499, 501)] == [255, 0]


@pytest.mark.parametrize("number", range(2, 9))
def test_orientations_are_applied(upload: Any, opened: Any, likeness: Any, number: int) -> None:
    upright = resized(upload("pillow/hopper.jpg"), opened, width=64, format="png")
    turned = resized(upload(f"pillow/hopper_orientation_{number}.jpg"), opened, width=64, format="png")
    assert likeness(upright, turned) > 0.9
    assert turned.getexif().get(0x0112, 1) == 1


def test_a_size_has_limits(upload: Any) -> None:
    form = ResizeForm(file=upload("skimage/rocket.jpg"), width=30_000, height=30_000, mode="exact")
    with pytest.raises(TooManyPixels):
        resize_image(form, ImageSettings())


@pytest.mark.parametrize(
    "options", [{}, {"width": 0}, {"scale": 2, "width": 5}, {"width": 5, "background": "no"}]
)
def test_senseless_requests(spooled: Any, options: Any) -> None:
    with pytest.raises(ValidationError):
        ResizeForm(file=spooled(b""), **options)


def test_through_http(client: Any, picture: Any) -> None:
    content = picture("skimage/rocket.jpg").read_bytes()
    answer = client.post(
        "/resize?width=100&format=webp", content=content, headers={"Content-Type": "image/jpeg"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).size == (100, 67)
