"""Errors about files that are decoded. `DECODING` lists all of them, for the declaration of an operation."""

from servicekit import InvalidInput, OperationError, ResourceLimit, Unsupported


class UnknownPictureFormat(Unsupported):
    code = "IMAGE_FORMAT_UNKNOWN"
    message = (
        "'{field}' is not a picture: "
        "send JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, SVG, PDF, BMP, ICO, JP2 or PSD."
    )


class UndecodablePicture(InvalidInput):
    code = "IMAGE_UNDECODABLE"
    message = "'{field}' starts like {format} but cannot be decoded: it is damaged or of an unsupported kind."


class TruncatedPicture(InvalidInput):
    code = "IMAGE_TRUNCATED"
    message = "'{field}' starts like {format} but ends too early: it was cut off, so send it whole."


class LockedPdf(InvalidInput):
    code = "PDF_LOCKED"
    message = "'{field}' is a PDF that needs a password: send it unlocked."


class NoPixels(InvalidInput):
    code = "IMAGE_HAS_NO_PIXELS"
    message = "The picture has a width or height of zero."


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


class UnknownPage(InvalidInput):
    code = "IMAGE_PAGE_UNKNOWN"
    message = "'page' is {page}, but the file has {count} pages or frames: they are counted from 0."


class UnsafeSvg(InvalidInput):
    code = "SVG_UNSAFE"
    message = "The SVG contains {what}: send one that is self-contained and static."


class SvgTooComplex(ResourceLimit):
    code = "SVG_TOO_COMPLEX"
    message = "The SVG {what}: simplify it, or send it as a PNG."


class SvgEntity(UnsafeSvg):
    code = "SVG_EXTERNAL_ENTITY"


class SvgScript(UnsafeSvg):
    code = "SVG_SCRIPT"


class SvgRemoteReference(UnsafeSvg):
    code = "SVG_REMOTE_REFERENCE"


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
    SvgTooComplex,
    SvgEntity,
    SvgScript,
    SvgRemoteReference,
)
