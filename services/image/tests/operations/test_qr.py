import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from pydantic import ValidationError

from flowforge_image.operations.qr import QrRequest, UnfitQrContent, make_qr

IBAN = "DE89370400440532013000"  # the example of the IBAN registry


def read(**request: Any) -> str:
    made = make_qr(QrRequest(**request))
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(made.data)).convert("RGB"))
    return str(found.text)


@pytest.mark.parametrize("text", ["https://example.com/?a=1", "12345", "ÄÖÜ 語 🎉", "x" * 300])
def test_texts(text: str) -> None:
    assert read(payload={"kind": "text", "text": text}) == text


def test_wifi() -> None:
    payload = {"kind": "wifi", "ssid": "My;Net", "password": 'pa"ss'}
    assert read(payload=payload) == 'WIFI:T:WPA;S:My\\;Net;P:pa\\"ss;;'


def test_contact() -> None:
    text = read(
        payload={"kind": "vcard", "family_name": "Hopper", "given_name": "Grace", "email": "g@example.com"}
    )
    lines = text.splitlines()
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert "N:Hopper;Grace" in lines
    assert "EMAIL:g@example.com" in lines


def test_payment_has_the_lines_of_the_guideline() -> None:
    payload = {"kind": "epc", "name": "Red Cross", "iban": IBAN, "amount": 12.3, "text": "Thanks"}
    expected = ["BCD", "002", "1", "SCT", "", "Red Cross", IBAN, "EUR12.30", "", "", "Thanks"]
    assert read(payload=payload).splitlines() == expected


def test_place() -> None:
    assert read(payload={"kind": "geo", "latitude": 48.8584, "longitude": 2.2945}) == "geo:48.8584,2.2945"


def test_colours_and_svg() -> None:
    text = {"kind": "text", "text": "colour"}
    assert read(payload=text, dark="#003366", light="#ffeecc") == "colour"
    made: Any = make_qr(QrRequest(payload=text, format="svg", light="transparent"))
    assert made.data.startswith(b"<?xml")
    clear: Any = Image.open(io.BytesIO(make_qr(QrRequest(payload=text, light="transparent")).data)).convert(
        "RGBA"
    )
    assert clear.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "payload",
    [
        {"kind": "text", "text": "語" * 3000},
        {"kind": "epc", "name": "A", "iban": IBAN, "amount": 1, "text": "a", "reference": "b"},
    ],
)
def test_what_does_not_fit(payload: Any) -> None:
    with pytest.raises(UnfitQrContent):
        make_qr(QrRequest(payload=payload))


@pytest.mark.parametrize("payload", [{"kind": "none"}, {"kind": "text", "text": ""}, {}])
def test_senseless_requests(payload: Any) -> None:
    with pytest.raises(ValidationError):
        QrRequest(payload=payload)
