"""Errors about pictures and text."""

from flowforge_fonts import FontLacksCharacters, UnknownFont
from flowforge_pictures import DECODING
from servicekit import InvalidInput, OperationError


class UnwritablePicture(InvalidInput):
    code = "IMAGE_NOT_ENCODABLE"
    message = "A picture of {width} x {height} pixels cannot be written as {format}: {reason}."


class OutsidePicture(InvalidInput):
    code = "IMAGE_AREA_OUTSIDE"
    message = "{area} lies outside the picture of {width} x {height} pixels."


class UnknownLayer(InvalidInput):
    code = "IMAGE_LAYER_UNKNOWN"
    message = "'layer' is {layer}, but {count} layers were sent: they are counted from 0."


class EmptyText(InvalidInput):
    code = "TEXT_IS_EMPTY"
    message = "The text has no visible character: only spaces and format controls."


class TextDoesNotFit(InvalidInput):
    code = "TEXT_DOES_NOT_FIT"
    message = (
        "The text does not fit into {width} x {height} pixels, not even at the smallest size, {size} pixels."
    )


TRANSFORMING: tuple[type[OperationError], ...] = (
    *DECODING,
    UnwritablePicture,
    OutsidePicture,
    UnknownLayer,
)
LETTERING: tuple[type[OperationError], ...] = (UnknownFont, FontLacksCharacters, EmptyText, TextDoesNotFit)
