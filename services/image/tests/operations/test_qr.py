import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat
from pydantic import ValidationError

from flowforge_image.operations.qr import QrRequest, UnfitQrContent, UnreadableQr, make_qr
from flowforge_image.settings import ImageSettings
from flowforge_pictures import check_svg

IBAN = "DE89370400440532013000"  # the example of the IBAN registry


def made_of(**request: Any) -> Any:
    return make_qr(QrRequest(**request), ImageSettings())


def read(**request: Any) -> str:
    made = made_of(**request)
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
    assert "N:Hopper;Grace;;;" in lines
    assert "EMAIL:g@example.com" in lines


def test_payment_has_the_lines_of_the_guideline() -> None:
    payload = {"kind": "epc", "name": "Red Cross", "iban": IBAN, "amount": 12.3, "text": "Thanks"}
    expected = ["BCD", "002", "1", "SCT", "", "Red Cross", IBAN, "EUR12.30", "", "", "Thanks"]
    assert read(payload=payload).splitlines() == expected


def test_place() -> None:
    assert read(payload={"kind": "geo", "latitude": 48.8584, "longitude": 2.2945}) == "geo:48.8584,2.2945"


def test_colors_and_svg() -> None:
    text = {"kind": "text", "text": "color"}
    assert read(payload=text, dark="#003366", light="#ffeecc") == "color"
    made: Any = made_of(payload=text, format="svg", light="transparent")
    check_svg(made.data)
    clear: Any = Image.open(io.BytesIO(made_of(payload=text, light="transparent").data)).convert("RGBA")
    assert clear.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "payload",
    [
        {"kind": "text", "text": "語" * 3000},
        {"kind": "epc", "name": "語" * 70, "iban": IBAN, "amount": 1, "text": "語" * 140},
    ],
)
def test_what_does_not_fit(payload: Any) -> None:
    with pytest.raises(UnfitQrContent):
        made_of(payload=payload)


def test_a_payment_needs_no_text() -> None:
    lines = read(payload={"kind": "epc", "name": "A", "iban": IBAN, "amount": 1}).split("\n")
    assert lines == ["BCD", "002", "1", "SCT", "", "A", IBAN, "EUR1.00"]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (
            {"kind": "wifi", "ssid": 'a;T:nopass\\,:"', "password": "p;H:true;"},
            'WIFI:T:WPA;S:a\\;T\\:nopass\\\\\\,\\:\\";P:p\\;H\\:true\\;;;',
        ),
        (
            {"kind": "mecard", "family_name": "O;TEL:1", "given_name": "A,b", "phone": "+49 1"},
            "MECARD:N:O\\;TEL\\:1,A\\,b;TEL:+49 1;;",
        ),
    ],
)
def test_values_cannot_add_fields(payload: Any, expected: str) -> None:
    assert read(payload=payload) == expected


def test_values_of_a_vcard_cannot_add_properties() -> None:
    """RFC 2426, 5: backslash, semicolon, comma and line ends are escaped."""
    payload = {
        "kind": "vcard",
        "family_name": "Fa;m,ily",
        "organization": "A\\B; C",
        "note": "one\nTEL:666\r\nX:1",
    }
    lines = read(payload=payload).split("\r\n")
    assert lines == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Fa\\;m\\,ily;;;;",
        "FN:Fa\\;m\\,ily",
        "ORG:A\\\\B\\; C",
        "NOTE:one\\nTEL:666\\nX:1",
        "END:VCARD",
        "",
    ]


@pytest.mark.parametrize(
    "payload",
    [
        {"kind": "none"},
        {"kind": "text", "text": ""},
        {},
        {"kind": "wifi", "ssid": "a\nb"},
        {"kind": "vcard", "family_name": "a\nTEL:1"},
        {"kind": "vcard", "family_name": "a", "url": "https://example.com/\nTEL:1"},
        {"kind": "epc", "name": "A\nDE00", "iban": IBAN, "amount": 1},
        {"kind": "epc", "name": "A", "iban": "DE89370400440532013001", "amount": 1},
        {"kind": "epc", "name": "A", "iban": "DE8937040044", "amount": 1},
        {"kind": "epc", "name": "A", "iban": IBAN, "amount": 1.005},
        {"kind": "epc", "name": "A", "iban": IBAN, "amount": 1, "bic": "X"},
        {"kind": "epc", "name": "A", "iban": IBAN, "amount": 1, "text": "a", "reference": "b"},
    ],
)
def test_senseless_requests(payload: Any) -> None:
    with pytest.raises(ValidationError):
        QrRequest(payload=payload)


URL = {"kind": "text", "text": "https://example.com/a/longer/path?with=parameters&and=more"}


@pytest.mark.parametrize("shape", ["square", "rounded", "dots"])
@pytest.mark.parametrize("eye_shape", ["square", "rounded", "circle"])
@pytest.mark.parametrize("with_logo", [False, True])
def test_styles_are_read(upload: Any, *, shape: Any, eye_shape: Any, with_logo: bool) -> None:
    """Also when it is small and was compressed, as on the screen of a telephone."""
    request = {"shape": shape, "eye_shape": eye_shape, "dark": "#123a8c", "eye_color": "#c02"}
    logo = upload("pillow/hopper.jpg") if with_logo else None
    made = made_of(payload=URL, logo=logo, gradient={"to": "#601050", "kind": "radial"}, **request)
    image: Any = Image.open(io.BytesIO(made.data)).convert("RGB")
    squeezed = io.BytesIO()
    image.resize((image.width // 3, image.height // 3)).save(squeezed, "JPEG", quality=60)
    for picture in (image, Image.open(squeezed)):
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [URL["text"]]


def test_colors_are_those_that_were_asked_for() -> None:
    gradient = {"to": "#000080", "angle": 0}
    made = made_of(payload=URL, dark="#800000", eye_color="#008000", light="#ffeedd", gradient=gradient)
    image: Any = Image.open(io.BytesIO(made.data)).convert("RGB")
    assert image.getpixel((0, 0)) == (0xFF, 0xEE, 0xDD)
    assert image.getpixel((4 * 8 + 4, 4 * 8 + 4)) == (0, 0x80, 0)
    modules = {image.getpixel((x, y)) for x in range(40, 300, 8) for y in range(100, 200, 8)}
    assert any(red > 90 for red, green, blue in modules if green == 0)
    assert any(blue > 90 for red, green, blue in modules if green == 0)


def test_the_logo_is_in_the_middle_and_survives(upload: Any, reference: Any) -> None:
    made = made_of(payload=URL, logo=upload("pillow/hopper.jpg"), scale=20)
    image: Any = Image.open(io.BytesIO(made.data)).convert("RGB")
    modules = image.width // 20 - 8
    side, middle = round(modules * 20 * 0.22), image.width // 2
    seen = image.crop((middle - side // 2, middle - side // 2, middle + side // 2, middle + side // 2))
    expected = reference("pillow/hopper.jpg").convert("RGB").resize(seen.size)
    difference = ImageChops.difference(seen, expected).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 6


def test_an_svg_with_a_logo_is_complete_in_itself(upload: Any, client: Any) -> None:
    made = made_of(payload=URL, logo=upload("pillow/hopper.jpg"), format="svg", shape="dots")
    check_svg(made.data)
    answer = client.post("/read-codes", content=made.data, headers={"Content-Type": "image/svg+xml"})
    assert [code["content"] for code in answer.json()["codes"]] == [URL["text"]]


@pytest.mark.parametrize(
    "request_",
    [{"dark": "#ffffff"}, {"dark": "#eee", "light": "#fff"}, {"light": "black"}],
)
def test_what_no_reader_understands_is_refused(request_: Any) -> None:
    with pytest.raises(UnreadableQr):
        made_of(payload=URL, **request_)


def test_a_logo_that_hides_too_much(upload: Any) -> None:
    with pytest.raises(UnreadableQr):
        made_of(payload=URL, logo=upload("pillow/hopper.jpg"), logo_share=0.4)
    with pytest.raises(UnreadableQr):
        made_of(payload=URL, logo=upload("pillow/hopper.jpg"), logo_share=0.3, correction="L")


def test_a_logo_through_http(client: Any, picture: Any) -> None:
    files = {"logo": ("logo.png", picture("pillow/hopper.png").read_bytes(), "image/png")}
    answer = client.post("/qr", files=files, data={"payload": '{"kind": "text", "text": "hello"}'})
    assert answer.status_code == 200, answer.text
    found = client.post("/read-codes", content=answer.content, headers={"Content-Type": "image/png"}).json()
    assert [code["content"] for code in found["codes"]] == ["hello"]
