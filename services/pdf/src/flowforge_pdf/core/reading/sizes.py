"""Where the bytes of a document go: images, fonts, page content, attachments."""

import pikepdf
from pydantic import BaseModel, Field

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


class Sizes(BaseModel):
    """Bytes as they are stored, compressed."""

    images: int = Field(description="Bytes of pictures.")
    fonts: int = Field(description="Bytes of embedded fonts.")
    content: int = Field(description="What pages and forms draw.")
    attachments: int = Field(description="Bytes of attached files.")
    other: int = Field(description="Metadata, color profiles, structure and everything else.")


def sizes_of(pdf: pikepdf.Pdf, total: int) -> Sizes:
    """Return the shares of a file of *total* bytes."""
    kinds: dict[tuple[int, int], str] = {}
    sizes = dict.fromkeys(("images", "fonts", "content", "attachments"), 0)
    streams = []
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream):
            streams.append(each)
        elif isinstance(each, pikepdf.Dictionary):
            _note(each, kinds)
    for stream in streams:
        kind = kinds.get(stream.objgen) or _kind(stream)
        if kind in sizes:
            sizes[kind] += len(stream.read_raw_bytes())
    return Sizes(**sizes, other=max(0, total - sum(sizes.values())))


def _note(each: pikepdf.Dictionary, kinds: dict[tuple[int, int], str]) -> None:
    for key in _FONT_FILES:
        file = each.get(key)
        if isinstance(file, pikepdf.Stream):
            kinds[file.objgen] = "fonts"
    if each.get("/Type") == "/Page":
        contents = each.get("/Contents")
        for part in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(part, pikepdf.Stream):
                kinds[part.objgen] = "content"


def _kind(stream: pikepdf.Stream) -> str:
    if stream.get("/Type") == "/EmbeddedFile":
        return "attachments"
    return {"/Image": "images", "/Form": "content"}.get(str(stream.get("/Subtype")), "")
