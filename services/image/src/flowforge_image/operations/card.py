"""Create a card, such as an Open Graph image, from layers: pictures, gradients, shapes, codes and text.

{{name}} in a text stands for one of `variables`, so that each row of a sheet makes a card of the same layers.
A fault in a layer is told with its JSON pointer, such as /layers/2.
"""

from pydantic import Field

from flowforge_image.core.composition.card_cost import CardTooLarge, check_cost
from flowforge_image.core.composition.card_drawing import Card, UnfitCardQr
from flowforge_image.core.composition.card_layers import LARGEST_CARD, Layer
from flowforge_image.core.composition.card_template import MissingVariable, UnfitValue, Value
from flowforge_image.core.composition.options import CompositionOptions
from flowforge_image.core.encoding.options import PictureReport
from flowforge_image.core.errors import LETTERING, TRANSFORMING
from flowforge_image.core.processing.transforming import RUN, write
from flowforge_image.core.text.typesetting import Typesetter
from flowforge_image.settings import ImageSettings
from servicekit import Cache, Context, FileInput, FileOutput, RequestForm, operation

_MOST_LAYERS, _MOST_VARIABLES, _MOST_PICTURES = 100, 200, 20


class CardForm(CompositionOptions, RequestForm):
    width: int = Field(
        1200,
        ge=1,
        le=LARGEST_CARD,
        description="Width of the card in pixels; 1200 is that of Open Graph images.",
    )
    height: int = Field(
        630,
        ge=1,
        le=LARGEST_CARD,
        description="Height of the card in pixels; 630 is that of Open Graph images.",
    )
    layers: list[Layer] = Field(
        min_length=1, max_length=_MOST_LAYERS, description="From bottom to top, on the background."
    )
    variables: dict[str, Value] = Field(
        {},
        max_length=_MOST_VARIABLES,
        description="Values by name; those that no text asks for are left out.",
    )
    pictures: list[FileInput] = Field(
        [], max_length=_MOST_PICTURES, description="Pictures that layers refer to by their number, from 0."
    )


@operation(
    "/card",
    errors=(*TRANSFORMING, *LETTERING, MissingVariable, UnfitValue, UnfitCardQr, CardTooLarge),
    run=RUN,
    cache=Cache(hours=24),
    example={
        "layers": [
            {"kind": "gradient", "colors": ["#0f2027", "#2c5364"], "direction": 135},
            {
                "kind": "text",
                "text": "{{title}}",
                "x": 80,
                "y": 80,
                "width": 1040,
                "height": 400,
                "size": 120,
                "weight": 700,
                "color": "white",
            },
        ],
        "variables": {"title": "What we learnt from ten years of invoices"},
    },
)
def draw_card(form: CardForm, settings: ImageSettings, context: Context) -> FileOutput[PictureReport]:
    limits = settings.limits
    limits.check(form.width, form.height)
    check_cost((form.width, form.height), form.layers, form.variables)
    typesetter = Typesetter.using(settings.fonts, limits)
    card = Card((form.width, form.height), form.variables, form.pictures, typesetter, limits)
    return write(card.draw(form.layers, form.background, context), form, "card")
