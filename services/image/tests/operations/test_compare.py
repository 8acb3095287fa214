from typing import Any

import numpy as np
import pytest
from PIL import Image
from skimage import metrics

from flowforge_image.operations.compare import CompareForm, compare_images
from flowforge_image.settings import ImageSettings


def compared(one: Any, other: Any, **options: Any) -> Any:
    return compare_images(CompareForm(file=one, other=other, **options), ImageSettings())


def test_equal_pictures(upload: Any) -> None:
    found = compared(upload("skimage/coffee.png"), upload("skimage/coffee.png"))
    assert found.model_dump() == {
        "equal": True, "same_size": True, "ssim": 1.0, "psnr": None,
        "different_pixels": 0, "different_share": 0.0, "box": None,
    }  # fmt: skip


@pytest.mark.parametrize("quality", [10, 50, 90])
def test_ssim_and_psnr_are_those_of_another_implementation(
    upload: Any, spooled: Any, reference: Any, tmp_path: Any, quality: int
) -> None:
    """scikit-image, with the Gaussian window and the covariance of the paper."""
    original = reference("skimage/camera.png")
    original.save(tmp_path / "worse.jpg", quality=quality)
    found = compared(upload("skimage/camera.png"), spooled(tmp_path / "worse.jpg"))
    with Image.open(tmp_path / "worse.jpg") as opened:
        worse = np.asarray(opened)
    structural: Any = metrics.structural_similarity
    expected = structural(
        np.asarray(original), worse, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
    )
    assert found.ssim == pytest.approx(expected, abs=0.002)
    error = np.mean((np.asarray(original, dtype=float) - worse.astype(float)) ** 2) * 3 / 4  # alpha is equal
    assert found.psnr == pytest.approx(10 * np.log10(255**2 / error), abs=0.05)


def test_where_they_differ(upload: Any, spooled: Any, reference: Any, tmp_path: Any) -> None:
    changed = reference("skimage/coffee.png")
    changed.paste((1, 2, 3), (100, 50, 110, 70))
    changed.save(tmp_path / "changed.png")
    found = compared(upload("skimage/coffee.png"), spooled(tmp_path / "changed.png"))
    assert found.box == [100, 50, 10, 20]
    assert found.different_pixels == 200


def test_another_size(upload: Any, spooled: Any, reference: Any, tmp_path: Any) -> None:
    reference("skimage/coffee.png").resize((900, 600)).save(tmp_path / "larger.png")
    found = compared(upload("skimage/coffee.png"), spooled(tmp_path / "larger.png"), tolerance=40)
    assert not found.same_size
    assert not found.equal
    assert found.ssim > 0.95
