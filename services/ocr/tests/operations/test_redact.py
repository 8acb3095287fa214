import io
from typing import Any

import httpx
import pikepdf
import pytest
from PIL import Image
from pydantic import ValidationError

from flowforge_ocr.core.redaction.matching import InvalidRedactionPattern
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.operations.read import ReadForm, read_text
from flowforge_ocr.operations.redact import RedactForm, hide_text
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat


@pytest.fixture
def redact(context: Any) -> Any:
    return lambda file, **options: hide_text(RedactForm(file=file, **options), OcrSettings(), context)


@pytest.fixture
def text_of(context: Any, spooled: Any) -> Any:
    return lambda made: read_text(ReadForm(file=spooled(made.data)), OcrSettings(), context).text


def test_texts_and_patterns_are_hidden_and_the_rest_stays(redact: Any, upload: Any, text_of: Any) -> None:
    made = redact(upload("small_print.png"), texts=["STEAM  crane"], patterns=[r"HX-\d+/[A-Z]"])
    text = text_of(made)
    assert (made.report.hidden, made.report.pages) == (3, [1])
    assert "crane" not in text
    assert "2291" not in text
    assert "A small museum now shows maps" in text


def test_personal_data_is_hidden(redact: Any, upload: Any, text_of: Any) -> None:
    made = redact(upload("small_print.png"), personal_data=["email", "phone"], regions=["GB"])
    text = text_of(made)
    assert "harbour-example.org" not in text
    assert "0958" not in text
    assert "Engineers measured the pressure twice" in text


def test_areas_are_hidden(redact: Any, upload: Any) -> None:
    made = redact(upload("french.png"), areas=[{"x": 10, "y": 20, "width": 100, "height": 30}])
    picture = Image.open(io.BytesIO(made.data)).convert("L")
    assert picture.crop((10, 20, 110, 50)).getextrema() == (0, 0)
    assert picture.info == {}


def test_a_pdf_becomes_pictures_without_text(redact: Any, upload: Any) -> None:
    made = redact(upload("french.png"), texts=["hôtel"], format="pdf")
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == 1
        assert b"BT" not in pikepdf.unparse_content_stream(pikepdf.parse_content_stream(pdf.pages[0]))
    assert made.name == "french-redacted.pdf"


def test_requests_that_hide_nothing_are_refused(upload: Any) -> None:
    with pytest.raises(ValidationError, match="give 'texts'"):
        RedactForm(file=upload("french.png"))
    with pytest.raises(ValidationError, match="give all, or some of"):
        RedactForm(file=upload("french.png"), personal_data=["names"])
    with pytest.raises(ValidationError, match="empty text"):
        RedactForm(file=upload("french.png"), texts=[" "])


def test_bad_patterns_and_files_are_refused(redact: Any, upload: Any, spooled: Any) -> None:
    with pytest.raises(InvalidRedactionPattern, match=r"'\(a'"):
        redact(upload("french.png"), patterns=["(a"])
    with pytest.raises(UnknownPictureFormat):
        redact(spooled(b"hello"), texts=["a"])


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/redact", json={"file": RECEIPT, "texts": ["coffee"]})
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-report"].count('"hidden":1') == 1
