"""Errors about pictures and text."""

from flowforge_fonts import FontLacksCharacters, UnknownFont
from flowforge_pictures import DECODING
from servicekit import InvalidInput, OperationError, ResourceLimit


class UnwritablePicture(InvalidInput):
    code = "IMAGE_NOT_ENCODABLE"
    message = "A picture of {width} x {height} pixels cannot be written as {format}: {reason}."


class OutsidePicture(InvalidInput):
    code = "IMAGE_AREA_OUTSIDE"
    message = "{area} lies outside the picture of {width} x {height} pixels."


class UnknownLayer(InvalidInput):
    code = "IMAGE_LAYER_UNKNOWN"
    message = "'layer' is {layer}, but {count} layers were sent: they are counted from 0."


class StepsTakeTooLong(ResourceLimit):
    code = "IMAGE_STEPS_TAKE_TOO_LONG"
    message = (
        "The changes would take about {seconds:.0f} seconds on a picture of this size, at most {limit:.0f} "
        "are allowed in one call: make the picture smaller first, or apply fewer steps."
    )


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
    StepsTakeTooLong,
)
LETTERING: tuple[type[OperationError], ...] = (UnknownFont, FontLacksCharacters, EmptyText, TextDoesNotFit)
