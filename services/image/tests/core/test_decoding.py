from typing import Any

import pytest

from flowforge_image.core.decoding import reading
from flowforge_image.core.engine import EngineError, Image
from flowforge_image.core.faults import TruncatedPicture


def test_a_failure_of_a_step_is_not_told_as_one_of_the_file(picture: Any) -> None:
    with pytest.raises(EngineError), reading(picture("pillow/hopper.jpg"), "jpeg"):
        Image.black(10, 10).crop(5, 5, 10, 10)


def test_a_failure_of_the_file_is_told(picture: Any) -> None:
    with pytest.raises(TruncatedPicture), reading(picture("pillow/truncated_jpeg.jpg"), "jpeg"):
        Image.jpegload(str(picture("pillow/truncated_jpeg.jpg")), fail_on="truncated").copy_memory()


def test_what_does_not_fit_into_memory_has_its_code(client: Any) -> None:
    """With transparency and full chroma, AVIF's encoder needs more for these pixels than a call may have."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="8000" height="5000"></svg>'
    answer = client.post(
        "/convert?format=avif&chroma=444", content=drawing, headers={"Content-Type": "image/svg+xml"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "RESOURCE_LIMIT")
