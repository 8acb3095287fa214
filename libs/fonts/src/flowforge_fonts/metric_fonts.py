"""Fonts with the widths of the 14 standard fonts of PDF, to replace those that a document does not embed."""

from pathlib import Path
from typing import Literal

MetricFamily = Literal["Arimo", "Tinos", "Cousine", "FoxitSymbol", "FoxitDingbats"]
_FOLDER = Path(__file__).with_name("metric")


def metric_font(family: MetricFamily, *, bold: bool = False, italic: bool = False) -> Path:
    """Return the file: TrueType, or CFF for the two of symbols, which have one style."""
    if family in ("FoxitSymbol", "FoxitDingbats"):
        return _FOLDER / f"{family}.cff"
    style = "Bold" * bold + "Italic" * italic
    return _FOLDER / f"{family}-{style or 'Regular'}.ttf"
