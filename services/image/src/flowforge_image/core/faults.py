"""What may be wrong with a picture, told to the caller."""

from servicekit import InvalidInput, OperationError, ResourceLimit, Unsupported


class UnknownPictureFormat(Unsupported):
    code = "IMAGE_FORMAT_UNKNOWN"
    message = "'file' is not a picture: send JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, SVG, PDF, BMP or ICO."


class UndecodablePicture(InvalidInput):
    code = "IMAGE_UNDECODABLE"
    message = "'file' begins like {format}, but cannot be decoded: it is damaged or of an unusual kind."


class TruncatedPicture(InvalidInput):
    code = "IMAGE_TRUNCATED"
    message = "'file' begins like {format}, but ends too early: it was cut off, so send it whole."


class LockedPdf(InvalidInput):
    code = "PDF_LOCKED"
    message = "'file' is a PDF that opens with a password only: send it unlocked."


class NoPixels(InvalidInput):
    code = "IMAGE_HAS_NO_PIXELS"
    message = "'file' has a width or height of zero: there is nothing to work on."


class TooManyPixels(ResourceLimit):
    code = "IMAGE_TOO_MANY_PIXELS"
    message = (
        "A picture of {width} x {height} pixels is too large: "
        "at most {pixels} pixels in all and {side} on a side are allowed."
    )


class TooManyFrames(ResourceLimit):
    code = "IMAGE_TOO_MANY_FRAMES"
    message = "The animation has {frames} frames: at most {limit} are allowed."


class MetadataTooLarge(ResourceLimit):
    code = "IMAGE_METADATA_TOO_LARGE"
    message = "The picture's {kind} data has {size} bytes: at most {limit} are allowed."


class UnsafeSvg(InvalidInput):
    code = "SVG_UNSAFE"
    message = "The SVG contains {what}: send one that is complete in itself and only draws."


class SvgEntity(UnsafeSvg):
    code = "SVG_EXTERNAL_ENTITY"


class SvgScript(UnsafeSvg):
    code = "SVG_SCRIPT"


class SvgRemoteReference(UnsafeSvg):
    code = "SVG_REMOTE_REFERENCE"


class UnwritablePicture(InvalidInput):
    code = "IMAGE_NOT_ENCODABLE"
    message = "A picture of {width} x {height} pixels cannot be written as {format}: {reason}."


class ChartReachesOutside(InvalidInput):
    code = "CHART_REACHES_OUTSIDE"
    message = "'vega_lite' names the address '{address}': nothing is fetched, so put the data into 'values'."


class UndrawableChart(InvalidInput):
    code = "CHART_UNDRAWABLE"
    message = "The chart cannot be drawn: {reason}."


class OutsidePicture(InvalidInput):
    code = "IMAGE_AREA_OUTSIDE"
    message = "{area} lies outside the picture of {width} x {height} pixels."


class UnknownPage(InvalidInput):
    code = "IMAGE_PAGE_UNKNOWN"
    message = "'page' is {page}, but the file has {count} pages or frames: they are counted from 0."


class UnknownLayer(InvalidInput):
    code = "IMAGE_LAYER_UNKNOWN"
    message = "'layer' is {layer}, but {count} layers were sent: they are counted from 0."


class UnknownFont(InvalidInput):
    code = "FONT_UNKNOWN"
    message = "'font' names '{font}', which is not here. There are: {families}."


class FontLacksCharacters(InvalidInput):
    code = "FONT_LACKS_CHARACTERS"
    message = "No font here can draw these characters of the text: {characters}."


class EmptyText(InvalidInput):
    code = "TEXT_IS_EMPTY"
    message = "The text has no character that is drawn: only spaces and controls of direction or joining."


class TextDoesNotFit(InvalidInput):
    code = "TEXT_DOES_NOT_FIT"
    message = (
        "The text does not fit into {width} x {height} pixels, not even at the smallest size, {size} pixels."
    )


DECODING: tuple[type[OperationError], ...] = (
    UnknownPictureFormat,
    UndecodablePicture,
    TruncatedPicture,
    LockedPdf,
    NoPixels,
    TooManyPixels,
    TooManyFrames,
    MetadataTooLarge,
    UnknownPage,
    UnsafeSvg,
    SvgEntity,
    SvgScript,
    SvgRemoteReference,
)
TRANSFORMING: tuple[type[OperationError], ...] = (
    *DECODING,
    UnwritablePicture,
    OutsidePicture,
    UnknownLayer,
)
LETTERING: tuple[type[OperationError], ...] = (UnknownFont, FontLacksCharacters, EmptyText, TextDoesNotFit)
