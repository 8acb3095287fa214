import base64
from typing import Any

import httpx
import pytest

from flowforge_ocr.core.requests.examples import CHECKBOXES
from flowforge_ocr.core.requests.reading_form import ReadingForm
from flowforge_ocr.operations.checkboxes import find_checkboxes
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat

FORM = base64.b64decode(CHECKBOXES["base64"])
EXPECTED = [("I agree to the terms", True), ("Send me the newsletter", False), ("Pay by invoice", True)]


@pytest.fixture
def find(context: Any) -> Any:
    return lambda file, **options: find_checkboxes(ReadingForm(file=file, **options), OcrSettings(), context)


def test_boxes_are_found_with_their_labels(find: Any, spooled: Any) -> None:
    found = find(spooled(FORM))
    assert [(each.label, each.checked) for each in found.checkboxes] == EXPECTED
    assert not any(each.needs_review for each in found.checkboxes)
    box = found.checkboxes[0].box
    assert abs(box.x - 20) <= 2
    assert abs(box.width - 23) <= 3
    assert found.warnings == []


def test_letters_and_tables_are_no_checkboxes(find: Any, upload: Any) -> None:
    found = find(upload("invoice.png"))
    assert found.checkboxes == []
    assert found.warnings == ["No checkbox was found: square frames with text beside them are looked for."]


def test_what_is_no_picture_is_refused(find: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        find(spooled(b"hello"))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/checkboxes", files={"file": FORM})
    assert [(each["label"], each["checked"]) for each in answer.json()["checkboxes"]] == EXPECTED
