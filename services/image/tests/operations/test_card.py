from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from pydantic import ValidationError

from flowforge_fonts import FontLacksCharacters, UnknownFont
from flowforge_image.core.composition.card_cost import CardTooLarge
from flowforge_image.core.composition.card_drawing import UnfitCardQr
from flowforge_image.core.composition.card_template import MissingVariable, UnfitValue
from flowforge_image.core.errors import TextDoesNotFit, UnknownLayer
from flowforge_image.operations.card import CardForm, draw_card
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyPixels, UnknownPictureFormat

CONTEXT = SimpleNamespace(check=lambda: None, progress=lambda *_: None)


def drawn(opened: Any, *layers: Any, **options: Any) -> Any:
    form = CardForm(layers=list(layers), **{"width": 400, "height": 300, "format": "png"} | options)
    return opened(draw_card(form, ImageSettings(), CONTEXT))


def pixels(image: Any) -> Any:
    return np.asarray(image.convert("RGB"), dtype=int)


def test_shapes_are_those_of_another_implementation(opened: Any) -> None:
    ours = drawn(
        opened,
        {"kind": "shape", "x": 20, "y": 30, "width": 100, "height": 60, "fill": "#ff0000"},
        {
            "kind": "shape",
            "shape": "ellipse",
            "x": 150,
            "y": 30,
            "width": 121,
            "height": 81,
            "fill": "#0000ff",
        },
        {
            "kind": "shape",
            "shape": "polygon",
            "points": [[0, 0], [90, 0], [45, 80]],
            "x": 40,
            "y": 150,
            "fill": "#008000",
        },
    )
    theirs = Image.new("RGB", (400, 300), "white")
    pen = ImageDraw.Draw(theirs)
    pen.rectangle((20, 30, 119, 89), "#ff0000")
    pen.ellipse((150, 30, 270, 110), "#0000ff")
    pen.polygon([(40, 150), (130, 150), (85, 230)], "#008000")
    assert (
        np.abs(pixels(ours) - pixels(theirs)).max(axis=2) > 40
    ).sum() < 500  # their edges are not smoothed


def test_an_outline_lies_inside_its_box(opened: Any) -> None:
    layer = {
        "kind": "shape",
        "x": 50,
        "y": 50,
        "width": 100,
        "height": 80,
        "stroke": 10,
        "stroke_color": "red",
    }
    red = (pixels(drawn(opened, layer)) == [255, 0, 0]).all(axis=2)
    assert red[50:130, 50:60].all()
    assert red[50:60, 50:150].all()
    assert red.sum() == 100 * 80 - 80 * 60


def test_layers_cover_those_before_them(opened: Any) -> None:
    first = {"kind": "shape", "fill": "red"}
    second = {"kind": "gradient", "colors": ["#0000ff80", "#0000ff80"], "x": 200}
    found = pixels(drawn(opened, first, second))
    assert found[100, 100].tolist() == [255, 0, 0]
    assert np.abs(found[100, 300] - [127, 0, 128]).max() <= 1


def test_a_picture_is_cut_round_and_placed(opened: Any, upload: Any, reference: Any, likeness: Any) -> None:
    layer = {
        "kind": "picture",
        "x": 40,
        "y": 20,
        "width": 200,
        "height": 200,
        "radius": 100,
        "gravity": "center",
    }
    ours = drawn(opened, layer, pictures=[upload("skimage/astronaut.png")], background="#00ff00")
    assert ours.getpixel((42, 22)) == (0, 255, 0)
    theirs = reference("skimage/astronaut.png").resize((200, 200), Image.Resampling.LANCZOS)
    assert likeness(ours.crop((80, 60, 200, 180)), theirs.crop((40, 40, 160, 160))) > 0.97


def test_contained_pictures_stand_in_the_middle(opened: Any, upload: Any) -> None:
    layer = {"kind": "picture", "width": 400, "height": 300, "fit": "contain"}
    found = pixels(drawn(opened, layer, pictures=[upload("skimage/page.png")], background="#00ff00"))
    green = (found == [0, 255, 0]).all(axis=(1, 2))
    assert green[:49].all()
    assert green[-49:].all()
    assert not green[60:240].any()


def test_a_text_fits_its_box(opened: Any) -> None:
    text = "A headline that is far too long for its box at the size that was asked for, नमस्ते"
    layer = {"kind": "text", "text": text, "x": 30, "y": 40, "width": 340, "height": 120, "size": 200}
    dark = pixels(drawn(opened, layer)).max(axis=2) < 128
    rows, columns = np.where(dark)
    assert columns.min() >= 30
    assert columns.max() < 370
    assert rows.min() >= 40
    assert rows.max() < 160
    assert rows.max() > 120


@pytest.mark.parametrize(("vertical", "middle"), [("top", 33), ("middle", 150), ("bottom", 267)])
def test_a_text_stands_where_its_box_says(opened: Any, vertical: str, middle: int) -> None:
    layer = {"kind": "text", "text": "HHH", "size": 50, "vertical": vertical, "align": "end"}
    rows, columns = np.where(pixels(drawn(opened, layer)).max(axis=2) < 128)
    assert abs((rows.min() + rows.max()) / 2 - middle) < 4
    assert columns.max() > 390


def test_a_row_of_a_sheet_makes_a_card(opened: Any) -> None:
    layers = [
        {"kind": "text", "text": "{{ First name }} {{n}}", "height": 100},
        {"kind": "qr", "text": "https://example.com/{{n}}?a={{none}}", "y": 100, "height": 200, "width": 200},
        {"kind": "text", "text": "{{none}}"},
    ]
    rows = [
        {"First name": "Ada", "n": 1, "none": None, "other": 2.5},
        {"First name": "Čeněk", "n": 22, "none": ""},
    ]
    cards = [drawn(opened, *layers, variables=row) for row in rows]
    assert not np.array_equal(pixels(cards[0])[:100], pixels(cards[1])[:100])
    assert [zxingcpp.read_barcode(card).text for card in cards] == [
        "https://example.com/1?a=",
        "https://example.com/22?a=",
    ]
    same = drawn(opened, {"kind": "text", "text": "Ada 1", "height": 100})
    assert np.array_equal(pixels(same)[:100], pixels(cards[0])[:100])


def test_values_are_no_templates(opened: Any) -> None:
    layer = {"kind": "text", "text": "{{a}}"}
    ours = drawn(opened, layer, variables={"a": "{{b}} <b>&", "b": "no"})
    plain = drawn(opened, {"kind": "text", "text": "{{x}}"}, variables={"x": "{{b}} <b>&"})
    assert np.array_equal(pixels(ours), pixels(plain))
    assert not np.array_equal(pixels(ours), pixels(drawn(opened, {"kind": "text", "text": "no"})))


def test_turning_keeps_the_middle(opened: Any) -> None:
    layer = {"kind": "shape", "x": 100, "y": 100, "width": 120, "height": 40, "fill": "black"}
    for angle in (0, 30, 90, 200):
        rows, columns = np.where(pixels(drawn(opened, layer | {"angle": angle})).max(axis=2) < 128)
        assert abs(rows.mean() - 119.5) <= 1
        assert abs(columns.mean() - 159.5) <= 1
        assert abs(len(rows) - 120 * 40) < 120


def test_a_shadow_lies_below(opened: Any) -> None:
    shadow = {"x": 20, "y": 10, "blur": 0, "color": "red"}
    layer = {"kind": "shape", "x": 50, "y": 50, "width": 100, "height": 100, "fill": "blue", "shadow": shadow}
    found = pixels(drawn(opened, layer))
    assert found[60, 60].tolist() == [0, 0, 255]
    assert found[155, 165].tolist() == [255, 0, 0]
    assert found[55, 165].tolist() == [255, 255, 255]


def test_transparent_cards(opened: Any) -> None:
    layer = {"kind": "text", "text": "a", "size": 40, "fit": False}
    answer = drawn(opened, layer, background="transparent")
    assert answer.mode == "RGBA"
    assert answer.getpixel((399, 299))[3] == 0


@pytest.mark.parametrize(
    ("layer", "fault", "told"),
    [
        ({"kind": "text", "text": "{{nope}}"}, MissingVariable, "'nope'"),
        ({"kind": "text", "text": "{{long}}"}, UnfitValue, "4000"),
        ({"kind": "text", "text": "{{bell}}"}, UnfitValue, "U+0007"),
        ({"kind": "text", "text": "𓀀"}, FontLacksCharacters, "U+13000"),
        ({"kind": "text", "text": "a", "font": "Comic"}, UnknownFont, "Comic"),
        ({"kind": "text", "text": "unbreakable", "width": 9, "height": 9}, TextDoesNotFit, "9 x 9"),
        ({"kind": "picture", "picture": 3}, UnknownLayer, "'picture' is 3"),
        ({"kind": "picture"}, UnknownPictureFormat, "not a picture"),
        ({"kind": "qr", "text": "x" * 3000}, UnfitCardQr, "too long"),
        ({"kind": "qr", "text": "x", "width": 10}, UnfitCardQr, "10 pixels"),
        ({"kind": "shape", "fill": "red", "width": 16_000, "height": 16_000}, TooManyPixels, "16000"),
    ],
)
def test_a_fault_names_its_layer(opened: Any, spooled: Any, layer: Any, fault: Any, told: str) -> None:
    broken = spooled(b"text")
    variables = {"long": "x" * 4001, "bell": "\x07"}
    with pytest.raises(fault) as caught:
        drawn(opened, {"kind": "shape", "fill": "red"}, layer, pictures=[broken], variables=variables)
    assert caught.value.text.startswith("/layers/1: ")
    assert told in caught.value.text
    assert caught.value.details[0].field == "/layers/1"


@pytest.mark.parametrize(
    ("layer", "place"),
    [
        ({"kind": "none"}, ("layers", 0)),
        ({"kind": "text", "text": "a", "color": "blurple"}, ("layers", 0, "text", "color")),
        ({"kind": "text", "text": "a", "sizes": 3}, ("layers", 0, "text", "sizes")),
        ({"kind": "shape"}, ("layers", 0, "shape")),
        ({"kind": "shape", "fill": "red", "points": [[1, 2]]}, ("layers", 0, "shape")),
        ({"kind": "shape", "shape": "polygon", "fill": "red"}, ("layers", 0, "shape")),
    ],
)
def test_the_schema_is_strict(layer: Any, place: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        CardForm(layers=[layer])
    assert [error["loc"] for error in caught.value.errors()] == [place]


@pytest.mark.parametrize(
    "many", [{"layers": [{"kind": "shape", "fill": "red"}] * 101}, {"width": 9000}, {"layers": []}]
)
def test_the_limits(many: Any) -> None:
    with pytest.raises(ValidationError):
        CardForm(**{"layers": [{"kind": "shape", "fill": "red"}]} | many)


def test_through_http(client: Any, picture: Any) -> None:
    with picture("skimage/coffee.png").open("rb") as content:
        layers = '[{"kind": "picture"}, {"kind": "text", "text": "{{t}}"}]'
        fields = {"layers": layers, "variables": '{"t": "ok"}', "format": "webp"}
        answer = client.post("/card", files={"pictures": content}, data=fields)
    assert answer.status_code == 200, answer.text
    refused = client.post("/card", json={"layers": [{"kind": "text", "text": "{{t}}"}]})
    assert refused.json()["error"]["code"] == "CARD_VARIABLE_MISSING"
    assert refused.json()["error"]["details"][0]["field"] == "/layers/0"


def test_layers_that_take_too_long_together_are_refused() -> None:
    texts = [{"kind": "text", "text": "A long text. " * 300}] * 50
    form = CardForm(width=4000, height=4000, layers=texts)
    with pytest.raises(CardTooLarge, match="'layers' would take about 78 seconds"):
        draw_card(form, ImageSettings(), CONTEXT)
