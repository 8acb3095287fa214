"""Arithmetic on the color channels of a picture that leaves its transparency alone."""

from collections.abc import Callable

from flowforge_pictures import Image, Picture

Matrix = list[list[float]]
# Weights of red, green and blue in luminance, as the W3C's Filter Effects Module has them.
RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722
_FULL = 255


def change_colors(picture: Picture, change: Callable[[Image], Image]) -> Picture:
    """Return the picture with *change* applied to red, green and blue as floats from 0 to 255."""
    picture = picture.in_color()
    scale = picture.white / _FULL

    def each(frame: Image) -> Image:
        color = frame.extract_band(0, n=3).cast("float")
        changed = change(color if scale == 1 else color / scale)
        changed = (changed if scale == 1 else changed * scale).rint().cast(frame.format)
        changed = changed.copy(interpretation=frame.interpretation)
        return changed.bandjoin(frame.extract_band(3)) if frame.hasalpha() else changed

    return picture.each(each)


def change_alpha(picture: Picture, change: Callable[[Image], Image]) -> Picture:
    """Return the picture with *change* applied to its transparency, floats from 0 to 1."""
    picture = picture.with_alpha()
    white = picture.white

    def each(frame: Image) -> Image:
        last = frame.bands - 1
        alpha = change(frame.extract_band(last).cast("float") / white) * white
        joined = frame.extract_band(0, n=last).bandjoin(alpha.rint().cast(frame.format))
        return joined.copy(interpretation=frame.interpretation)

    return picture.each(each)


def saturation(amount: float) -> Matrix:
    """Return the matrix of the CSS filter saturate: 0 is gray, 1 changes nothing."""
    return _towards_gray(0.213, 0.715, 0.072, amount)


def grayscale(amount: float) -> Matrix:
    """Return the matrix of the CSS filter of that name: 1 is gray, 0 changes nothing."""
    return _towards_gray(RED, GREEN, BLUE, 1 - amount)


def _towards_gray(red: float, green: float, blue: float, keep: float) -> Matrix:
    lost = 1 - keep
    return [
        [red * lost + keep, green * lost, blue * lost],
        [red * lost, green * lost + keep, blue * lost],
        [red * lost, green * lost, blue * lost + keep],
    ]


def sepia(amount: float) -> Matrix:
    """Return the matrix of the CSS filter of that name: 1 is full, 0 changes nothing."""
    keep = 1 - amount
    full = ((0.393, 0.769, 0.189), (0.349, 0.686, 0.168), (0.272, 0.534, 0.131))
    return [
        [value * amount + (keep if row == column else 0) for column, value in enumerate(values)]
        for row, values in enumerate(full)
    ]


def hue_turn(cosine: float, sine: float) -> Matrix:
    """Return the matrix of the CSS filter hue-rotate for an angle of this cosine and sine."""
    return [
        [0.213 + cosine * 0.787 - sine * 0.213, 0.715 - cosine * 0.715 - sine * 0.715,
         0.072 - cosine * 0.072 + sine * 0.928],
        [0.213 - cosine * 0.213 + sine * 0.143, 0.715 + cosine * 0.285 + sine * 0.140,
         0.072 - cosine * 0.072 - sine * 0.283],
        [0.213 - cosine * 0.213 - sine * 0.787, 0.715 - cosine * 0.715 + sine * 0.715,
         0.072 + cosine * 0.928 + sine * 0.072],
    ]  # fmt: skip
