"""The fonts of a document, wherever they are used."""

from collections.abc import Iterator

import pikepdf
from pydantic import BaseModel, Field

_DEEPEST = 12
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


class Font(BaseModel):
    name: str = Field(description="Name of the font, without the tag of a subset.")
    type: str = Field(description="Type1, TrueType, Type0, Type3, MMType1 or CIDFontType0/2 below Type0.")
    embedded: bool = Field(description="True if the font is in the file.")
    subset: bool = Field(description="True if only the characters that are used are in the file.")
    encoding: str | None = Field(description="Name of the encoding, or custom.")
    to_unicode: bool = Field(description="True if the font says which characters its glyphs are.")
    pages: list[int] = Field(description="Pages that use it, from 1; the first 1,000.")


def fonts_of(pdf: pikepdf.Pdf) -> list[Font]:
    """Return every font, in the order of first use."""
    found: dict[object, Font] = {}
    for number, page in enumerate(pdf.pages, 1):
        resources = page.obj.get("/Resources")
        for font in fonts_in(resources):
            key = font.objgen if font.is_indirect else bytes(font.unparse())
            if key not in found:
                found[key] = _described(font)
            pages = found[key].pages
            if pages[-1:] != [number] and len(pages) < 1_000:  # noqa: PLR2004 - as the field says
                pages.append(number)
    return list(found.values())


def fonts_in(resources: object) -> Iterator[pikepdf.Dictionary]:
    """Yield the fonts of resources, and of the forms in them."""
    return _fonts_in(resources, 0, set())


def _fonts_in(resources: object, depth: int, seen: set[tuple[int, int]]) -> Iterator[pikepdf.Dictionary]:
    if not isinstance(resources, pikepdf.Dictionary) or depth > _DEEPEST:
        return
    fonts = resources.get("/Font")
    if isinstance(fonts, pikepdf.Dictionary):
        yield from (font for _, font in fonts.items() if isinstance(font, pikepdf.Dictionary))
    forms = resources.get("/XObject")
    if not isinstance(forms, pikepdf.Dictionary):
        return
    for form in forms.values():
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form" and form.objgen not in seen:
            seen.add(form.objgen)
            yield from _fonts_in(form.get("/Resources"), depth + 1, seen)


def _described(font: pikepdf.Dictionary) -> Font:
    base = str(font.get("/BaseFont", font.get("/Name", "/unnamed")))[1:]
    tag, plus, name = base.partition("+")
    subset = bool(plus) and len(tag) == 6 and tag.isupper()  # noqa: PLR2004 - ABCDEF+Name
    encoding = font.get("/Encoding")
    return Font(
        name=name if subset else base,
        type=str(font.get("/Subtype", "/unknown"))[1:],
        embedded=is_embedded(font),
        subset=subset,
        encoding=str(encoding)[1:]
        if isinstance(encoding, pikepdf.Name)
        else ("custom" if encoding else None),
        to_unicode="/ToUnicode" in font,
        pages=[],
    )


def is_embedded(font: pikepdf.Dictionary) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    below = font.get("/DescendantFonts")
    if isinstance(below, pikepdf.Array) and len(below) and isinstance(below[0], pikepdf.Dictionary):
        font = below[0]
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, pikepdf.Dictionary) and any(name in descriptor for name in _FILES)
