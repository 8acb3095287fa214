"""Combine small pictures into a sprite sheet, with JSON and CSS files that list their positions.

The JSON is the hash format that PixiJS and Phaser read. In the CSS each picture has a class: `sprite-NAME`.
"""

import json
import re
from pathlib import PurePath
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_image.core.composition.options import CompositionOptions
from flowforge_image.core.composition.packing import Packed, line, pack
from flowforge_image.core.drawing.layering import lay
from flowforge_image.core.drawing.shapes import plain
from flowforge_image.core.encoding.formats import EXTENSIONS, TargetFormat
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN, write
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Decoding, Picture, PictureLimits, TooManyPixels, decode, read_header, reading
from servicekit import Cache, Context, FileInput, FileOutput, FileOutputs, RequestForm, operation

_MOST_FILES = 50
_UNFIT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


class SpriteForm(CompositionOptions, RequestForm):
    files: list[FileInput] = Field(
        min_length=1, max_length=_MOST_FILES, description="The pictures; their file names become names."
    )
    format: Literal["png", "webp", "avif"] | None = Field(None, description="Of the sheet; by default PNG.")
    layout: Literal["packed", "row", "column"] = Field(
        default="packed",
        description="`packed` uses the least area, `row` and `column` are in the given order.",
    )
    gap: int = Field(
        2, ge=0, le=100, description="Pixels between pictures, so that none shows at another's edge."
    )
    max_width: int = Field(4096, ge=16, le=16_384, description="Packed: widest that the sheet may be.")
    density: Literal[1, 2, 3] = Field(
        1, description="Pixels of the sheet for one of CSS: 2 for retina screens."
    )


class SpriteReport(BaseModel):
    width: int = Field(description="Width in pixels.")
    height: int = Field(description="Height in pixels.")
    sprites: int = Field(description="How many pictures are on the sheet.")


@operation(
    "/sprite",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"files": [DOT, DOT], "gap": 1},
)
def make_sprite(form: SpriteForm, settings: ImageSettings, context: Context) -> FileOutputs[SpriteReport]:
    limits = settings.limits
    pictures: list[Picture] = []
    for at, file in enumerate(form.files):
        context.check()
        header = read_header(file.path, limits, field=f"files[{at}]")
        pixels = sum(one.width * one.height for one in pictures) + header.width * header.height
        if pixels > limits.pixels:
            raise TooManyPixels(f"'files' have more than {limits.pixels} pixels together.")
        pictures.append(_load(file, limits, f"files[{at}]"))
    names = _names(form.files)
    packed = _packed([(one.width, one.height) for one in pictures], form)
    limits.check(packed.width, packed.height)
    sheet = plain(packed.width, packed.height, "transparent")
    for picture, (left, top) in zip(pictures, packed.corners, strict=True):
        sheet = lay(sheet, picture.frames[0], left, top).in_memory()
    written = write(sheet, form, "sprites")
    target: TargetFormat = form.format or "png"
    image = f"sprites.{EXTENSIONS[target]}"
    sizes = [(one.width, one.height) for one in pictures]
    files: list[FileOutput] = [
        FileOutput(written.data, written.media_type, image),
        FileOutput(_as_json(names, sizes, packed, image, form.density), "application/json", "sprites.json"),
        FileOutput(_as_css(names, sizes, packed, image, form.density), "text/css", "sprites.css"),
    ]
    report = SpriteReport(width=packed.width, height=packed.height, sprites=len(pictures))
    return FileOutputs(files, "sprites.zip", report)


def _load(file: FileInput, limits: PictureLimits, field: str) -> Picture:
    picture = decode(file.path, limits, Decoding(animated=False), field=field)
    with reading(file.path, picture.format, field=field):
        return picture.in_memory().in_color().with_alpha().in_memory()


def _names(files: list[FileInput]) -> list[str]:
    """Return a name for each file that a CSS class may have; namesakes are numbered."""
    names: list[str] = []
    for file in files:
        stem = _UNFIT_IN_NAMES.sub("-", PurePath(file.name or "picture").stem).strip("-") or "picture"
        name, number = stem, 1
        while name in names:
            number += 1
            name = f"{stem}-{number}"
        names.append(name)
    return names


def _packed(sizes: list[tuple[int, int]], form: SpriteForm) -> Packed:
    if form.layout == "packed":
        return pack(sizes, form.gap, form.max_width)
    return line(sizes, form.gap, down=form.layout == "column")


def _as_json(
    names: list[str], sizes: list[tuple[int, int]], packed: Packed, image: str, density: int
) -> bytes:
    frames = {
        name: {
            "frame": {"x": x, "y": y, "w": width, "h": height},
            "rotated": False,
            "trimmed": False,
            "spriteSourceSize": {"x": 0, "y": 0, "w": width, "h": height},
            "sourceSize": {"w": width, "h": height},
        }
        for name, (width, height), (x, y) in zip(names, sizes, packed.corners, strict=True)
    }
    size = {"w": packed.width, "h": packed.height}
    meta = {"image": image, "format": "RGBA8888", "size": size, "scale": str(density)}
    return json.dumps({"frames": frames, "meta": meta}, indent=1).encode()


def _as_css(
    names: list[str], sizes: list[tuple[int, int]], packed: Packed, image: str, density: int
) -> bytes:
    def pixels(count: int) -> str:
        return f"{count / density:g}px" if count else "0"

    size = f"{pixels(packed.width)} {pixels(packed.height)}"
    sheet = f'background: url("{image}") no-repeat; background-size: {size}'
    lines = [f".sprite {{ display: inline-block; {sheet}; }}"]
    for name, (width, height), (x, y) in zip(names, sizes, packed.corners, strict=True):
        place = f"{pixels(-x)} {pixels(-y)}"
        lines.append(
            f".sprite-{name} {{ width: {pixels(width)}; height: {pixels(height)}; "
            f"background-position: {place}; }}"
        )
    return ("\n".join(lines) + "\n").encode()
