"""Estimate how long a card takes to draw, before a layer of it is drawn."""

from collections.abc import Mapping, Sequence

from flowforge_image.core.composition.card_layers import (
    GradientLayer,
    PictureLayer,
    Placed,
    QrLayer,
    ShapeLayer,
    TextLayer,
)
from flowforge_image.core.composition.card_template import Value
from flowforge_image.core.text.style import LONGEST_TEXT
from servicekit import ResourceLimit

_MOST_SECONDS = 10.0  # of one core
# Seconds a megapixel of the card, for laying one layer on it, and of the layer's own box.
_LAYING = 0.01
_DRAWING: Mapping[type[Placed], float] = {
    GradientLayer: 0.03,
    ShapeLayer: 0.03,
    PictureLayer: 0.06,
    QrLayer: 0.05,
    TextLayer: 0.01,
}
_TURNING, _SHADOW, _LETTER, _STROKE = 0.08, 0.06, 0.00002, 0.004


class CardTooLarge(ResourceLimit):
    code = "CARD_TOO_LARGE"
    message = (
        "'layers' would take about {seconds:.0f} seconds to draw, at most {limit:.0f} are allowed: "
        "use fewer or smaller layers, shorter texts, or a smaller 'width' and 'height'."
    )


def check_cost(card: tuple[int, int], layers: Sequence[Placed], variables: Mapping[str, Value]) -> None:
    """Raise CardTooLarge if *layers* take too long together."""
    filled = sum(len(str(value)) for value in variables.values())
    seconds = sum(_megapixels(card) * _LAYING + _seconds(layer, card, filled) for layer in layers)
    if seconds > _MOST_SECONDS:
        raise CardTooLarge(seconds=seconds, limit=_MOST_SECONDS)


def _seconds(layer: Placed, card: tuple[int, int], filled: int) -> float:
    rate = _DRAWING[type(layer)]
    if layer.angle % 90:
        rate += _TURNING
    if isinstance(layer, ShapeLayer | PictureLayer | TextLayer) and layer.shadow is not None:
        rate += _SHADOW
    if isinstance(layer, TextLayer):
        letters = len(layer.text) + (filled if "{{" in layer.text else 0)
        rate += _LETTER * min(letters, LONGEST_TEXT) + _STROKE * layer.stroke
    return rate * _megapixels(layer.size_on(card))


def _megapixels(size: tuple[int, int]) -> float:
    return size[0] * size[1] / 1e6
