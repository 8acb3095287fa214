"""Draw a card: each layer as a stamp, laid on those below."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import segno

from flowforge_image.core.composition.card_layers import (
    GradientLayer,
    PictureLayer,
    Placed,
    QrLayer,
    ShapeLayer,
    TextLayer,
)
from flowforge_image.core.composition.card_template import Value, fill
from flowforge_image.core.composition.cells import load_cell, rounded
from flowforge_image.core.drawing.layering import lay
from flowforge_image.core.drawing.shadows import Shadow, throw
from flowforge_image.core.drawing.shapes import clear, drawn, gradient, painted, plain, rounded_box, tinted
from flowforge_image.core.drawing.stamps import Stamp, faded, over, turned
from flowforge_image.core.errors import UnknownLayer
from flowforge_image.core.text.lettering import letter
from flowforge_image.core.text.typesetting import Typesetter
from flowforge_pictures import Picture, PictureLimits, from_array
from servicekit import Context, ErrorDetail, FileInput, InvalidInput, OperationError

_LARGEST_LETTERS = 200
_VERTICAL = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


class UnfitCardQr(InvalidInput):
    code = "CARD_QR_UNFIT"
    message = "The QR code cannot be drawn: {reason}."


@dataclass(frozen=True, slots=True)
class Card:
    """What layers are drawn with and from."""

    size: tuple[int, int]
    variables: Mapping[str, Value]
    pictures: Sequence[FileInput]
    typesetter: Typesetter
    limits: PictureLimits

    def draw(self, layers: Sequence[Placed], ground: str, context: Context) -> Picture:
        """Draw *layers* from bottom to top. A fault names its layer by JSON pointer."""
        picture = plain(*self.size, ground)
        for at, layer in enumerate(layers):
            context.check()
            try:
                picture = self._with(picture, layer).in_memory()
            except OperationError as error:
                pointer = f"/layers/{at}"
                details = [ErrorDetail(field=pointer, message=error.text)]
                raise type(error)(f"{pointer}: {error.text}", details=details) from error
            context.progress(at + 1, len(layers))
        return picture

    def _with(self, picture: Picture, layer: Placed) -> Picture:
        size = layer.size_on(self.size)
        self.limits.check(*size)
        stamp = _DRAWERS[type(layer)](self, layer, size)
        if stamp is None:
            return picture
        middle_x = layer.x + size[0] / 2
        middle_y = layer.y + stamp.height / 2 + (size[1] - stamp.height) * _share(layer)
        stamp = faded(turned(stamp, layer.angle), layer.opacity)
        left, top = round(middle_x - stamp.width / 2), round(middle_y - stamp.height / 2)
        return lay(picture, stamp.image, left - stamp.left, top - stamp.top, layer.blend)

    def gradient(self, layer: GradientLayer, size: tuple[int, int]) -> Stamp:
        return Stamp.whole(rounded(gradient(*size, layer.colors, layer.direction), layer.radius))

    def shape(self, layer: ShapeLayer, size: tuple[int, int]) -> Stamp:
        image = drawn(
            *size, f"<{_element(layer, size)} {painted(layer.fill, layer.stroke, layer.stroke_color)}/>"
        )
        return _shaded(Stamp.whole(image), layer.shadow)

    def picture(self, layer: PictureLayer, size: tuple[int, int]) -> Stamp:
        if layer.picture >= len(self.pictures):
            raise UnknownLayer(f"'picture' is {layer.picture}, but {len(self.pictures)} pictures were sent.")
        cell = load_cell(
            self.pictures[layer.picture],
            self.limits,
            size,
            layer.fit,
            layer.gravity,
            field=f"pictures[{layer.picture}]",
        )
        return _shaded(Stamp.whole(rounded(cell.frames[0], layer.radius)), layer.shadow)

    def text(self, layer: TextLayer, size: tuple[int, int]) -> Stamp | None:
        text = fill(layer.text, self.variables)
        if not text:
            return None
        edge = 2 * max(layer.box.padding if layer.box else 0, math.ceil(layer.stroke))
        room = (max(1, size[0] - edge), max(1, size[1] - edge))
        largest = layer.size or _LARGEST_LETTERS
        if layer.fit:
            lines = self.typesetter.fit(text, layer, room, largest)
        else:
            lines = self.typesetter.set(text, layer, largest, room[0])
        return letter(lines, layer)

    def qr(self, layer: QrLayer, size: tuple[int, int]) -> Stamp | None:
        text = fill(layer.text, self.variables)
        if not text:
            return None
        try:
            made = segno.make_qr(text, error=layer.correction, boost_error=False)
        except ValueError as error:
            raise UnfitCardQr(reason="its text is too long") from error
        modules = np.array(made.matrix, dtype=np.uint8)
        count = modules.shape[0] + 2 * layer.border
        scale = min(size) // count
        if scale < 1:
            raise UnfitCardQr(reason=f"it has {count} modules a side, and its box {min(size)} pixels")
        mask = np.kron(np.pad(modules, layer.border) * 255, np.ones((scale, scale), dtype=np.uint8))
        ground = rounded_box(mask.shape[1], mask.shape[0], 0, layer.light)
        image = over(ground, tinted(from_array(mask[:, :, np.newaxis]), layer.dark), 0, 0)
        return Stamp.whole(image)


_DRAWERS: Mapping[type[Placed], Callable[[Card, Any, tuple[int, int]], Stamp | None]] = {
    GradientLayer: Card.gradient,
    ShapeLayer: Card.shape,
    PictureLayer: Card.picture,
    TextLayer: Card.text,
    QrLayer: Card.qr,
}


def _share(layer: Placed) -> float:
    return _VERTICAL[layer.vertical] if isinstance(layer, TextLayer) else 0.5


def _element(layer: ShapeLayer, size: tuple[int, int]) -> str:
    width, height = size
    inset = layer.stroke / 2
    if layer.shape == "ellipse":
        across, down = max(0, width / 2 - inset), max(0, height / 2 - inset)
        return f'ellipse cx="{width / 2}" cy="{height / 2}" rx="{across}" ry="{down}"'
    if layer.shape == "polygon":
        points = " ".join(f"{x},{y}" for x, y in layer.points)
        return f'polygon points="{points}" stroke-linejoin="round"'
    inner = f'width="{max(0, width - layer.stroke)}" height="{max(0, height - layer.stroke)}"'
    return f'rect x="{inset}" y="{inset}" {inner} rx="{min(layer.radius, width / 2, height / 2)}"'


def _shaded(stamp: Stamp, shadow: Shadow | None) -> Stamp:
    if shadow is None:
        return stamp
    image, left, top = throw(stamp.image.extract_band(3), shadow)
    reach = shadow.reach
    canvas = clear(stamp.width + 2 * reach, stamp.height + 2 * reach)
    canvas = over(over(canvas, image, reach + left, reach + top), stamp.image, reach, reach)
    return Stamp(canvas.copy_memory(), reach, reach, stamp.width, stamp.height)
