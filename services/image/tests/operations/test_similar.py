import io
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import ImageEnhance

from flowforge_image.operations.similar import SimilarForm, find_similar
from flowforge_image.settings import ImageSettings

NAMES = [
    "coffee.png",
    "astronaut.png",
    "chelsea.png",
    "rocket.jpg",
    "hubble_deep_field.jpg",
    "page.png",
    "coins.png",
]
CONTEXT = SimpleNamespace(check=lambda: None, progress=lambda *_: None)


def variants(image: Any) -> list[bytes]:
    """The same picture as people keep it: smaller, in another format, lighter, slightly cut."""
    image = image.convert("RGB")
    width, height = image.size
    changed = [
        (image.resize((width // 2, height // 2)), "PNG", {}),
        (image, "JPEG", {"quality": 30}),
        (ImageEnhance.Brightness(image).enhance(1.15), "WEBP", {}),
        (image.crop((2, 2, width - 2, height - 2)), "PNG", {}),
    ]
    found = []
    for one, kind, options in changed:
        stream = io.BytesIO()
        one.save(stream, kind, **options)
        found.append(stream.getvalue())
    return found


def test_each_picture_finds_its_variants_and_no_other(upload: Any, spooled: Any, reference: Any) -> None:
    files: list[Any] = []
    expected = []
    for name in NAMES:
        own = [upload(f"skimage/{name}"), *(spooled(each) for each in variants(reference(f"skimage/{name}")))]
        expected.append(list(range(len(files), len(files) + len(own))))
        files += own
    found = find_similar(SimilarForm(files=files), ImageSettings(), CONTEXT)
    assert [group.positions for group in found.groups] == expected
    assert found.groups[0].names[0] == "coffee.png"


def test_a_broken_file_does_not_fail_the_others(upload: Any, spooled: Any) -> None:
    files = [upload("skimage/coffee.png"), spooled(b"text"), upload("skimage/coffee.png")]
    found = find_similar(SimilarForm(files=files), ImageSettings(), CONTEXT)
    assert [group.positions for group in found.groups] == [[0, 2]]
    assert [(one.position, one.code) for one in found.unreadable] == [(1, "IMAGE_FORMAT_UNKNOWN")]


@pytest.mark.parametrize("most_bits", [0, 4])
def test_strictness(upload: Any, most_bits: int) -> None:
    files = [upload("skimage/coffee.png"), upload("skimage/chelsea.png")]
    assert find_similar(SimilarForm(files=files, most_bits=most_bits), ImageSettings(), CONTEXT).groups == []
