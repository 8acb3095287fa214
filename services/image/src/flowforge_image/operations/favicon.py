"""Create the icon files of a website: ICO, PNG for phones, manifest and HTML.

The files are favicon.ico (16, 32 and 48 pixels), apple-touch-icon.png (180), icon-192.png, icon-512.png,
icon-maskable-512.png (with the margin that Android cuts into shapes), site.webmanifest and head.html; and
icon.svg if the file is an SVG. The report has the HTML too.
"""

import json
from html import escape

from pydantic import BaseModel, Field

from flowforge_image.core.drawing.geometry import resize_exactly
from flowforge_image.core.encoding.encoder import Encoding, encode, flatten
from flowforge_image.core.encoding.icons import write_icon
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Work
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.operations.resize import Mode, Resize
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Decoding, Picture, PictureLimits, decode, read_header, reading
from servicekit import Cache, FileInput, FileOutput, FileOutputs, RequestForm, operation

_LARGEST = 512
_ICO_SIDES = (16, 32, 48)
_SAFE_SHARE = 0.8  # W3C, Web Application Manifest: the safe zone of a maskable icon is 80 percent wide
_MANIFEST_TYPE = "application/manifest+json"


class FaviconForm(RequestForm):
    file: FileInput = Field(description="The picture; best is an SVG, or a square of 512 pixels or more.")
    name: str = Field("", max_length=100, description="The site's name, for the manifest.")
    short_name: str = Field("", max_length=30, description="Its name below an icon; by default the name.")
    background: Color = Field("white", description="Color behind the icons of telephones.")
    theme: Color = Field("white", description="Color of the browser's own bars.")
    folder: str = Field(
        "/", pattern=r"^(/[\w.~-]+)*/$", max_length=200, description="Where on the site the files will lie."
    )
    cover: bool = Field(default=False, description="Cut a picture that is no square, instead of padding it.")


class FaviconReport(BaseModel):
    html: str = Field(description="The elements for the head of the website.")


@operation("/favicon", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT})
def make_favicon(form: FaviconForm, settings: ImageSettings) -> FileOutputs[FaviconReport]:
    limits = settings.limits
    is_svg = read_header(form.file.path, limits).format == "svg"
    square = _square(form, limits)
    html = _html(form, is_svg=is_svg)
    files = [
        FileOutput(_icon(square), "image/vnd.microsoft.icon", "favicon.ico"),
        _png(_on(form.background, _scaled(square, 180)), "apple-touch-icon.png"),
        _png(_scaled(square, 192), "icon-192.png"),
        _png(square, "icon-512.png"),
        _png(_maskable(square, form.background), "icon-maskable-512.png"),
        FileOutput(_manifest(form), _MANIFEST_TYPE, "site.webmanifest"),
        FileOutput(html.encode(), "text/html", "head.html"),
    ]
    if is_svg:
        files.append(FileOutput(form.file.content, "image/svg+xml", "icon.svg"))
    return FileOutputs(files, "favicon.zip", FaviconReport(html=html))


def _square(form: FaviconForm, limits: PictureLimits) -> Picture:
    mode: Mode = "cover" if form.cover else "fit"
    resize = Resize(width=_LARGEST, height=_LARGEST, mode=mode, enlarge=True, background="transparent")
    picture = decode(form.file.path, limits, Decoding(animated=False), resize.reduction)
    with reading(form.file.path, picture.format):
        return resize.apply(picture, Work(limits)).in_color().with_alpha().in_memory()


def _scaled(square: Picture, side: int) -> Picture:
    return resize_exactly(square, side, side, "lanczos3").in_memory()


def _icon(square: Picture) -> bytes:
    return write_icon([_scaled(square, side).frames[0] for side in _ICO_SIDES])


def _on(background: str, picture: Picture) -> Picture:
    return picture.each(lambda frame: flatten(frame, background))


def _maskable(square: Picture, background: str) -> Picture:
    inner = _scaled(square, round(_LARGEST * _SAFE_SHARE))
    margin = (_LARGEST - inner.width) // 2
    return _on(background, inner.each(lambda frame: frame.embed(margin, margin, _LARGEST, _LARGEST)))


def _png(picture: Picture, name: str) -> FileOutput:
    return FileOutput(encode(picture, Encoding("png", effort=9)), "image/png", name)


def _manifest(form: FaviconForm) -> bytes:
    icons = [
        {"src": f"{form.folder}icon-{size}.png", "sizes": f"{size[-3:]}x{size[-3:]}", "type": "image/png"}
        for size in ("192", "512", "maskable-512")
    ]
    icons[-1]["purpose"] = "maskable"
    document = {
        "name": form.name,
        "short_name": form.short_name or form.name,
        "icons": icons,
        "theme_color": form.theme,
        "background_color": form.background,
        "display": "standalone",
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _html(form: FaviconForm, *, is_svg: bool) -> str:
    lines = [f'<link rel="icon" href="{form.folder}favicon.ico" sizes="32x32">']
    if is_svg:
        lines.append(f'<link rel="icon" href="{form.folder}icon.svg" type="image/svg+xml">')
    lines += [
        f'<link rel="apple-touch-icon" href="{form.folder}apple-touch-icon.png">',
        f'<link rel="manifest" href="{form.folder}site.webmanifest">',
        f'<meta name="theme-color" content="{escape(form.theme)}">',
    ]
    return "\n".join(lines) + "\n"
