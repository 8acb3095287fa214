import io
from datetime import date
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from flowforge_ocr.core.requests.examples import PASSPORT
from flowforge_ocr.core.requests.reading_form import ReadingForm
from flowforge_ocr.operations.mrz import read_mrz
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat

ICAO = [
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
    ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"],
    ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"],
    ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"],
]


@pytest.fixture
def read(context: Any) -> Any:
    return lambda file, **options: read_mrz(ReadingForm(file=file, **options), OcrSettings(), context)


def drawn(lines: list[str], turn: float = 0, blur: float = 0) -> bytes:
    font = ImageFont.load_default(28)
    picture = Image.new("L", (60 + 24 * max(map(len, lines)), 300), 235)
    pen = ImageDraw.Draw(picture)
    pen.text((40, 30), "PASSPORT  UTOPIA  Specimen of a travel document", font=font, fill=60)
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            pen.text((30 + 24 * column, 120 + 46 * row), character, font=font, fill=20)
    picture = picture.rotate(turn, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(blur)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("lines", ICAO, ids=["TD3", "TD1", "TD2", "MRV-A"])
def test_specimens_of_icao(read: Any, spooled: Any, lines: list[str]) -> None:
    (found,) = read(spooled(drawn(lines))).documents
    assert found.lines == lines
    assert found.valid
    assert (found.surname, found.given_names, found.issuer) == ("ERIKSSON", "ANNA MARIA", "UTO")
    assert found.sex == "female"


def test_fields_are_told_in_plain(read: Any, spooled: Any) -> None:
    (found,) = read(spooled(drawn(ICAO[0], turn=2, blur=0.6))).documents
    assert (found.document_number, found.personal_number) == ("L898902C3", "ZE184226B")
    assert (found.birth_date, found.expiry_date) == (date(1974, 8, 12), date(2012, 4, 15))
    assert found.needs_review == []


def test_a_wrong_check_digit_needs_review(read: Any, spooled: Any) -> None:
    (found,) = read(spooled(drawn([ICAO[0][0], ICAO[0][1].replace("120415", "130415")]))).documents
    assert not found.valid
    assert "expiry_date" in found.needs_review


def test_a_page_without_a_zone(read: Any, upload: Any) -> None:
    found = read(upload("french.png"))
    assert found.documents == []
    assert found.warnings[0].startswith("No machine-readable zone")


def test_what_is_no_picture_is_refused(read: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        read(spooled(b"hello"))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/mrz", json={"file": PASSPORT})
    assert answer.status_code == 200
    assert answer.json()["documents"][0]["surname"] == "ERIKSSON"
