"""`least_ssim`: the lowest quality that looks so much like the picture, and no lower one does."""

import io
from typing import Any

import pytest
from PIL import Image

from flowforge_image.core.encoding.encoder import Encoding, encode
from flowforge_image.core.encoding.fitting.fitting import encode_alike
from flowforge_image.core.encoding.fitting.likeness import likeness as measured
from flowforge_image.core.encoding.fitting.sampling import whole
from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.settings import ImageSettings
from flowforge_pictures import PictureLimits, decode


@pytest.mark.parametrize(("target", "least"), [("jpeg", 0.9), ("jpeg", 0.98), ("webp", 0.9)])
def test_no_lower_quality_is_alike(
    picture: Any, likeness: Any, reference: Any, *, target: Any, least: float
) -> None:
    found = decode(picture("skimage/coffee.png"), PictureLimits()).in_memory()
    fitted = encode_alike(found, Encoding(target), least)
    assert fitted.quality is not None
    assert (fitted.ssim or 0) >= least > likeness_at(found, Encoding(target, quality=fitted.quality - 1))
    assert fitted.content == encode(found, Encoding(target, quality=fitted.quality))
    theirs = likeness(Image.open(io.BytesIO(fitted.content)), reference("skimage/coffee.png"))
    assert theirs == pytest.approx(least, abs=0.05)  # of colors too, where ours is of the luminance


def likeness_at(found: Any, options: Encoding) -> float:
    return measured(encode(found, options), whole(found))


def test_a_large_picture_is_judged_by_a_sample(picture: Any) -> None:
    retina = decode(picture("skimage/retina.jpg"), PictureLimits()).in_memory()
    fitted = encode_alike(retina, Encoding("jpeg"), 0.95)
    assert 0.94 < (fitted.ssim or 0) < 1
    assert measured(fitted.content, whole(retina)) > 0.94
    assert len(fitted.content) < len(encode(retina, Encoding("jpeg"))) / 2


def test_no_more_than_the_quality_that_is_named(picture: Any) -> None:
    found = decode(picture("skimage/coffee.png"), PictureLimits()).in_memory()
    options = Encoding("webp", quality=30)
    assert encode_alike(found, options, 1).content == encode(found, options)


@pytest.mark.parametrize("options", [{"format": "png"}, {"format": "webp", "lossless": True}])
def test_formats_without_quality_are_written_as_they_are(upload: Any, options: Any) -> None:
    file = upload("skimage/chelsea.png")
    plain = convert_image(ConvertForm(file=file, **options), ImageSettings())
    alike = convert_image(ConvertForm(file=file, least_ssim=0.9, **options), ImageSettings())
    assert (alike.data, alike.report.quality) == (plain.data, None)


def test_with_max_bytes_what_is_less(upload: Any) -> None:
    def report(**options: Any) -> Any:
        form = ConvertForm(file=upload("skimage/chelsea.png"), format="jpeg", **options)
        return convert_image(form, ImageSettings()).report

    alike = report(least_ssim=0.9)
    assert report(least_ssim=0.9, max_bytes=alike.bytes) == alike
    few = report(least_ssim=0.9, max_bytes=alike.bytes // 2)
    assert few == report(max_bytes=alike.bytes // 2)


def test_through_http(client: Any, picture: Any) -> None:
    files = {"file": picture("skimage/chelsea.png").read_bytes()}
    answer = client.post("/convert", files=files, data={"format": "webp", "least_ssim": "0.9"})
    assert answer.status_code == 200, answer.text
    assert '"quality":' in answer.headers["x-report"]
    refused = client.post("/convert", files=files, data={"least_ssim": "1.5"})
    assert refused.status_code == 422
