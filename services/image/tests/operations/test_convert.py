import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from flowforge_image.core.errors import UnwritablePicture
from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.settings import ImageSettings
from flowforge_pictures import UnknownPage

COPYRIGHT, ARTIST, MAKE = 0x8298, 0x013B, 0x010F


def converted(file: Any, **options: Any) -> Any:
    return convert_image(ConvertForm(file=file, **options), ImageSettings())


@pytest.mark.parametrize("target", ["jpeg", "png", "webp", "avif", "gif", "tiff"])
@pytest.mark.parametrize(
    "name",
    [
        "pillow/hopper.jpg",
        "pillow/hopper.png",
        "pillow/hopper.webp",
        "pillow/avif/hopper.avif",
        "pillow/hopper.gif",
        "pillow/hopper.tif",
        "pillow/hopper.bmp",
        "pillow/hopper.ico",
    ],
)
def test_every_format_to_every_other(
    upload: Any, reference: Any, opened: Any, *, likeness: Any, name: str, target: Any
) -> None:
    written = converted(upload(name), format=target)
    ours = opened(written)
    assert (ours.format or "").lower() == target
    assert written.name == f"hopper.{'jpg' if target == 'jpeg' else target}"
    theirs = reference(name).convert("RGBA")
    flat = Image.new("RGBA", theirs.size, "white")
    flat.alpha_composite(theirs)
    assert likeness(ours, flat) > (0.7 if "gif" in (target, name[-3:]) else 0.85)


@pytest.mark.parametrize(
    "name",
    ["heif_other/pug.heic", "heif_other/cat.hif", "heif/RGBA_8__128x128.heif", "heif/L_10__29x100.heif"],
)
def test_heic_is_read(upload: Any, opened: Any, name: str) -> None:
    assert min(opened(converted(upload(f"pi_heif/{name}"), format="jpeg")).size) >= 29


def test_lossless_is_lossless(upload: Any, reference: Any, opened: Any) -> None:
    theirs = reference("skimage/chelsea.png")
    for options in ({"format": "webp", "lossless": True}, {"format": "png"}, {"format": "tiff"}):
        assert (
            opened(converted(upload("skimage/chelsea.png"), **options)).convert("RGB").tobytes()
            == theirs.tobytes()
        )


def test_quality_and_effort_change_the_size(upload: Any) -> None:
    sizes = [
        len(converted(upload("skimage/coffee.png"), format="jpeg", quality=each).data)
        for each in (20, 50, 90)
    ]
    assert sizes == sorted(sizes)
    fast, small = (
        len(converted(upload("skimage/coffee.png"), format="jpeg", effort=each).data) for each in (0, 9)
    )
    assert small < fast


def test_jpeg_options(upload: Any, opened: Any) -> None:
    made = opened(converted(upload("skimage/coffee.png"), format="jpeg", progressive=True, chroma="444"))
    assert made.info["progressive"] == 1
    assert [part[1:3] for part in made.layer] == [(1, 1)] * 3


def test_a_palette(upload: Any, opened: Any) -> None:
    made = opened(converted(upload("skimage/coffee.png"), format="png", colors=16))
    assert made.mode == "P"
    assert len(made.getcolors()) <= 16


def test_sixteen_bits_stay(upload: Any) -> None:
    deep = converted(upload("pillow/tiff_16bit_RGB.tiff"), format="png", bit_depth=16)
    assert deep.data[24] == 16  # IHDR's bit depth
    assert converted(upload("pillow/tiff_16bit_RGB.tiff"), format="png").data[24] == 8


def test_cmyk_becomes_rgb(upload: Any, reference: Any, opened: Any) -> None:
    """Inks are darker and duller than lights, but light where those are light."""
    ours = opened(converted(upload("pillow/pil_sample_cmyk.jpg"), format="png"))
    theirs = reference("pillow/pil_sample_rgb.jpg")
    assert ours.mode == "RGB"
    both = [np.asarray(image.convert("L"), dtype=float).ravel() for image in (ours, theirs)]
    assert np.corrcoef(both[0], both[1])[0, 1] > 0.95


def test_profiles(upload: Any, opened: Any) -> None:
    wide = opened(converted(upload("pillow/hopper.jpg"), profile="p3"))
    profile = ImageCms.ImageCmsProfile(io.BytesIO(wide.info["icc_profile"]))
    assert "P3" in ImageCms.getProfileDescription(profile)
    assert "icc_profile" not in opened(converted(upload("pillow/rgb.jpg"))).info


def test_metadata_is_stripped_kept_or_reduced(upload: Any, opened: Any) -> None:
    def exif(**options: Any) -> dict[int, Any]:
        return dict(opened(converted(upload("pillow/exif_gps.jpg"), **options)).getexif())

    assert exif() == {}
    assert len(exif(metadata="keep")) > 2
    assert set(exif(metadata="copyright")) <= {
        COPYRIGHT,
        ARTIST,
        0x0112,
        0x8769,
        0x011A,
        0x011B,
        0x0128,
        0x0213,
    }


@pytest.mark.parametrize(
    ("target", "most"), [("jpeg", 20_000), ("webp", 15_000), ("avif", 10_000), ("png", 100_000)]
)
def test_max_bytes(
    upload: Any, reference: Any, opened: Any, *, likeness: Any, target: Any, most: int
) -> None:
    made = converted(upload("skimage/coffee.png"), format=target, max_bytes=most, effort=2)
    assert most * 0.5 < len(made.data) <= most
    ours = opened(made)
    original = reference("skimage/coffee.png")
    assert likeness(ours.resize(original.size, Image.Resampling.BICUBIC), original) == pytest.approx(
        made.report.ssim, abs=0.08
    )


def test_max_bytes_prefers_less_pixels_to_rubble(upload: Any) -> None:
    made = converted(upload("skimage/coffee.png"), format="jpeg", max_bytes=3_000)
    assert made.report.width < 600
    assert made.report.ssim > 0.5


def test_a_page_of_a_tiff(upload: Any, opened: Any) -> None:
    pages = [
        opened(converted(upload("pillow/multipage.tiff"), format="png", page=page)) for page in (0, 1, 2)
    ]
    assert [page.convert("RGB").getpixel((0, 0)) for page in pages] == [(0, 128, 0), (255, 0, 0), (0, 0, 255)]


def test_what_does_not_fit(upload: Any, spooled: Any, tmp_path: Any) -> None:
    with pytest.raises(UnwritablePicture):
        converted(upload("skimage/coffee.png"), format="jpeg", max_bytes=128)
    Image.new("L", (20_000, 4)).save(tmp_path / "long.png")
    with pytest.raises(UnwritablePicture) as caught:
        converted(spooled(tmp_path / "long.png"), format="webp")
    assert "16383" in caught.value.text


@pytest.mark.parametrize("target", ["gif", "webp", "avif"])
@pytest.mark.parametrize("name", ["iss634.gif", "iss634.webp", "avif/star.avifs"])
def test_animations_stay_animations(
    upload: Any, reference: Any, opened: Any, *, name: str, target: Any
) -> None:
    made = converted(upload(f"pillow/{name}"), format=target)
    frames = {"iss634.gif": 42, "iss634.webp": 42, "avif/star.avifs": 5}[name]
    assert made.report.frames == opened(made).n_frames == frames
    assert opened(made).size == reference(f"pillow/{name}").size


def test_one_frame_of_an_animation(upload: Any, opened: Any) -> None:
    made = converted(upload("pillow/avif/star.avifs"), page=3, format="webp")
    assert (made.report.frames, opened(made).n_frames) == (1, 1)
    with pytest.raises(UnknownPage) as caught:
        converted(upload("pillow/iss634.gif"), page=42)
    assert caught.value.text == "'page' is 42, but the file has 42 pages or frames: they are counted from 0."


def test_icons_have_the_usual_sizes(upload: Any, opened: Any, reference: Any, likeness: Any) -> None:
    icon = opened(converted(upload("pillow/hopper.png"), format="ico"))
    assert icon.ico.sizes() == {(side, side) for side in (16, 32, 48, 64, 128)}
    assert likeness(icon.ico.getimage((128, 128)), reference("pillow/hopper.png")) == 1
    with pytest.raises(UnwritablePicture, match="256 pixels"):
        converted(upload("skimage/coffee.png"), format="ico")


@pytest.mark.parametrize("target", ["jpeg", "png", "tiff"])
@pytest.mark.parametrize("metadata", ["strip", "keep"])
def test_density_for_print(upload: Any, opened: Any, metadata: Any, target: Any) -> None:
    made = converted(upload("pillow/exif_gps_typeerror.jpg"), format=target, dpi=300, metadata=metadata)
    assert opened(made).info["dpi"] == pytest.approx((300, 300), abs=0.5)
    assert metadata == "keep" or b"Exif" not in made.data


def test_what_does_not_fit_into_memory_has_its_code(client: Any) -> None:
    """With transparency and full chroma, AVIF's encoder needs more for these pixels than a call may have."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="8000" height="5000"></svg>'
    answer = client.post(
        "/convert?format=avif&chroma=444", content=drawing, headers={"Content-Type": "image/svg+xml"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "RESOURCE_LIMIT")


@pytest.mark.parametrize("name", ["skimage/chelsea.png", "pillow/hopper.jpg", "pillow/bw_gradient.png"])
def test_the_best_format_is_the_smallest_that_looks_alike(upload: Any, name: str) -> None:
    best = converted(upload(name), best_format=True)
    rivals = [converted(upload(name), format=it, least_ssim=0.98) for it in ("jpeg", "png", "webp", "avif")]
    assert len(best.data) == min(len(one.data) for one in rivals)
    assert best.report.format in best.media_type
    assert best.report.ssim is None or best.report.ssim >= 0.98


def test_the_best_format_within_some_bytes_is_the_most_alike(upload: Any) -> None:
    name, most = "skimage/chelsea.png", 12_000
    best = converted(upload(name), best_format=True, max_bytes=most)
    rivals = [converted(upload(name), format=it, max_bytes=most) for it in ("jpeg", "png", "webp", "avif")]
    assert len(best.data) <= most
    assert best.report.ssim == max(one.report.ssim for one in rivals)


def test_the_best_format_keeps_what_is_transparent_and_what_moves(upload: Any, opened: Any) -> None:
    clear = opened(converted(upload("pillow/transparent.png"), best_format=True)).convert("RGBA")
    assert clear.getextrema()[3][0] == 0
    moving = converted(upload("pillow/dispose_bgnd.gif"), best_format=True)
    assert moving.report.format in ("gif", "webp", "avif")
    assert moving.report.frames == converted(upload("pillow/dispose_bgnd.gif")).report.frames
    assert converted(upload("skimage/chelsea.png"), best_format=True, lossless=True).report.format in (
        "png",
        "webp",
    )


def test_a_format_and_the_best_one_exclude_each_other(upload: Any) -> None:
    with pytest.raises(ValueError, match="exclude each other"):
        ConvertForm(file=upload("pillow/hopper.jpg"), format="png", best_format=True)


@pytest.mark.parametrize("options", [{"least_ssim": 0.9}, {"max_bytes": 2000}])
def test_an_animated_avif_is_compared_too(upload: Any, options: Any) -> None:
    written = converted(upload("pillow/dispose_bgnd.gif"), format="avif", **options)
    assert written.report.frames > 1
    assert written.report.ssim > 0.5
