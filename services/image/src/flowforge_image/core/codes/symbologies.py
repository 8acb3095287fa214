"""Barcodes and matrix codes as zxing-cpp knows them, under the names that people use."""

from typing import Literal, get_args

import zxingcpp

Symbology = Literal[
    "code128", "code39", "code93", "codabar", "ean13", "ean8", "upca", "upce", "itf", "datamatrix", "pdf417",
    "aztec", "qr",
]  # fmt: skip
_FORMATS: dict[Symbology, zxingcpp.BarcodeFormat] = {
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code39": zxingcpp.BarcodeFormat.Code39,
    "code93": zxingcpp.BarcodeFormat.Code93,
    "codabar": zxingcpp.BarcodeFormat.Codabar,
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "ean8": zxingcpp.BarcodeFormat.EAN8,
    "upca": zxingcpp.BarcodeFormat.UPCA,
    "upce": zxingcpp.BarcodeFormat.UPCE,
    "itf": zxingcpp.BarcodeFormat.ITF,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "aztec": zxingcpp.BarcodeFormat.Aztec,
    "qr": zxingcpp.BarcodeFormat.QRCode,
}
SYMBOLOGIES: tuple[Symbology, ...] = get_args(Symbology)


def format_for(symbology: Symbology) -> zxingcpp.BarcodeFormat:
    return _FORMATS[symbology]


def name_of(found: zxingcpp.BarcodeFormat) -> str:
    """Return our name of a format, or the library's for one that is read but not made."""
    return next(
        (name for name, one in _FORMATS.items() if one == found), str(found).rpartition(".")[2].lower()
    )
