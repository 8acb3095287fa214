"""Describe an embedded font to viewers."""

from typing import Any

import pikepdf

from flowforge_pdf.core.substituting.choosing import Choice

_FIXED, _SERIF, _SYMBOLIC, _NONSYMBOLIC, _ITALIC = 1, 2, 4, 32, 64


def write_descriptor(
    pdf: pikepdf.Pdf, old: object, title: str, choice: Choice, **programs: Any
) -> pikepdf.Object:
    """Return a descriptor with a program; the heights of the old one stay."""
    symbolic = choice.family in ("FoxitSymbol", "FoxitDingbats") or "FontFile2" in programs
    flags = _SYMBOLIC if symbolic else _NONSYMBOLIC
    flags |= _ITALIC * choice.italic
    flags |= {"Cousine": _FIXED, "Tinos": _SERIF}.get(choice.family or "", 0)
    kept = old if isinstance(old, pikepdf.Dictionary) else pikepdf.Dictionary()
    heights = (("Ascent", 905), ("Descent", -212), ("CapHeight", 716))
    entries: dict[str, Any] = {key: kept.get(f"/{key}", value) for key, value in heights}
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name(f"/{title}"),
            Flags=flags,
            FontBBox=pikepdf.Array([-600, -400, 2000, 1100]),
            ItalicAngle=-12 if choice.italic else 0,
            StemV=140 if choice.bold else 80,
            **entries,
            **programs,
        )
    )
