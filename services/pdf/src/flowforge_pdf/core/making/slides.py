"""Slides as SVG: shapes, pictures, tables and charts, with texts that the document engine shapes."""

import html
import math
from collections.abc import Callable, Iterator
from typing import Any

from flowforge_fonts import DEFAULT_FAMILY, characters_of, find_font, substitute

Item = dict[str, Any]
_DEEPEST = 20


class SlideWriter:
    """Writes one slide."""

    def __init__(self, number: int) -> None:
        self.texts: list[str] = []
        self._number = number
        self._ids = 0
        self._definitions: list[str] = []
        self._flowing: list[str] = []

    def write(self, slide: Item, width: float, height: float) -> str:
        """Return the slide as a section of HTML."""
        background = slide.get("background") or {}
        paint = self._paint(background) if background else "#ffffff"
        body = "".join(self._items(slide.get("primitives", []), 0))
        size = f'width="{width:.2f}" height="{height:.2f}"'
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:.2f} {height:.2f}">'
            f'<defs>{"".join(self._definitions)}</defs><rect {size} fill="{paint}"/>{body}</svg>'
        )
        return f"<section>{drawing}{''.join(self._flowing)}</section>"

    def _items(self, items: list[Item], depth: int) -> Iterator[str]:
        writers: dict[str, Callable[[Item], str]] = {
            "shape": self._shape, "image": self._image, "textBox": self._text
        }  # fmt: skip
        for item in items if depth < _DEEPEST else []:
            writer = writers.get(item.get("kind", ""))
            content = writer(item) if writer else "".join(self._items(item.get("primitives", []), depth + 1))
            yield _turned(item, content)

    def _shape(self, item: Item) -> str:
        path = _path(item)
        if not path:
            return ""
        fill = self._paint(item.get("fill") or {})
        shadow = self._shadow(item, path) if fill != "none" else ""
        return f'{shadow}<path d="{path}" fill="{fill}"{_stroke(item.get("stroke"))}/>'

    def _shadow(self, item: Item, path: str) -> str:
        shadow = item.get("shadow")
        if not shadow:
            return ""
        color, opacity = _color(shadow.get("color", "#00000000"))
        move = f"translate({shadow.get('dx', 0):.2f} {shadow.get('dy', 0):.2f})"
        return f'<path d="{path}" fill="{color}" fill-opacity="{opacity / 2:.3f}" transform="{move}"/>'

    def _image(self, item: Item) -> str:
        crop = item.get("crop") or {}
        left, right = crop.get("left", 0.0), crop.get("right", 0.0)
        top, bottom = crop.get("top", 0.0), crop.get("bottom", 0.0)
        width = item["w"] / max(0.01, 1 - left - right)
        height = item["h"] / max(0.01, 1 - top - bottom)
        clip = self._define(
            '<clipPath id="{id}"><path d="' + (_path(item) or _rectangle(item)) + '"/></clipPath>'
        )
        alpha = next((each["amount"] for each in item.get("effects", []) if each.get("kind") == "alpha"), 1.0)
        place = f'x="{item["x"] - left * width:.3f}" y="{item["y"] - top * height:.3f}"'
        picture = (
            f'<image {place} width="{width:.3f}" height="{height:.3f}" preserveAspectRatio="none" '
            f'href="{html.escape(item["assetId"])}" opacity="{alpha:.3f}"/>'
        )
        outline = (
            f'<path d="{_path(item)}" fill="none"{_stroke(item.get("stroke"))}/>'
            if item.get("stroke")
            else ""
        )
        return f'<g clip-path="url(#{clip})">{picture}</g>{outline}'

    def _text(self, item: Item) -> str:
        runs = [run for paragraph in item.get("paragraphs", []) for run in paragraph["runs"]]
        self.texts.append("".join(run["text"] for run in runs))
        if not all(map(_is_plain, runs)):
            self._flowing.append(_flowing(item))
            return ""
        return "".join(_run(run, line) for line in item.get("lines", []) for run in line["runs"])

    def _paint(self, fill: Item) -> str:
        if fill.get("kind") == "gradient":
            return f"url(#{self._gradient(fill)})"
        return _color(fill["color"])[0] if fill.get("kind") == "solid" else "none"

    def _gradient(self, fill: Item) -> str:
        stops = "".join(
            f'<stop offset="{stop["position"]:.4f}" stop-color="{_color(stop["color"])[0]}"/>'
            for stop in fill["stops"]
        )
        if fill.get("gradientType") != "linear":
            return self._define('<radialGradient id="{id}">' + stops + "</radialGradient>")
        angle = math.radians(fill.get("angleDeg", 0))
        ends = [0.5 - math.cos(angle) / 2, 0.5 - math.sin(angle) / 2]
        ends += [1 - ends[0], 1 - ends[1]]
        place = " ".join(
            f'{name}="{value:.4f}"' for name, value in zip(("x1", "y1", "x2", "y2"), ends, strict=True)
        )
        return self._define('<linearGradient id="{id}" ' + place + ">" + stops + "</linearGradient>")

    def _define(self, template: str) -> str:
        self._ids += 1
        name = f"d{self._number}-{self._ids}"
        self._definitions.append(template.replace("{id}", name, 1))
        return name


def _path(item: Item) -> str:
    """Return the outline in the slide's coordinates; that of the item is in shares of its box."""
    x, y, w, h = (float(item[name]) for name in ("x", "y", "w", "h"))

    def at(one: Item, horizontal: str, vertical: str) -> str:
        return f"{x + one[horizontal] * w:.3f} {y + one[vertical] * h:.3f}"

    parts = []
    for one in item.get("path") or []:
        match one["type"]:
            case "move" | "line":
                parts.append(("M" if one["type"] == "move" else "L") + at(one, "x", "y"))
            case "cubic":
                parts.append(f"C{at(one, 'cp1x', 'cp1y')} {at(one, 'cp2x', 'cp2y')} {at(one, 'x', 'y')}")
            case "close":
                parts.append("Z")
    return "".join(parts)


def _rectangle(item: Item) -> str:
    return f"M{item['x']:.3f} {item['y']:.3f}h{item['w']:.3f}v{item['h']:.3f}h{-item['w']:.3f}Z"


def _stroke(stroke: Item | None) -> str:
    if not stroke:
        return ""
    color, opacity = _color(stroke["color"])
    width = stroke.get("width", 1.0)
    dashes = f' stroke-dasharray="{width * 3:.2f} {width * 2:.2f}"' if stroke.get("dashed") else ""
    return f' stroke="{color}" stroke-opacity="{opacity:.3f}" stroke-width="{width:.3f}"{dashes}'


def _turned(item: Item, content: str) -> str:
    transform = item.get("transform") or {}
    if not transform or not content:
        return content
    middle_x, middle_y = item["x"] + item["w"] / 2, item["y"] + item["h"] / 2
    turn = f"rotate({transform.get('rotationDeg', 0):.3f})"
    flip = f"scale({-1 if transform.get('flipH') else 1} {-1 if transform.get('flipV') else 1})"
    there, back = (f"translate({sign * middle_x:.3f} {sign * middle_y:.3f})" for sign in (1, -1))
    return f'<g transform="{there} {turn} {flip} {back}">{content}</g>'


def _run(run: Item, line: Item) -> str:
    text = run["text"].rstrip("\r\n\v\u2029¶")
    if not text.strip():
        return ""
    color, _ = _color(run.get("color", "#000000"))
    style = f"font-family:'{_family(run)}';font-size:{run['fontSizePx']:.3f}px;fill:{color}"
    style += ";font-weight:bold" if run.get("bold") else ""
    style += ";font-style:italic" if run.get("italic") else ""
    written = (
        f'<text x="{run["x"]:.3f}" y="{line["baseline"]:.3f}" style="{style}" xml:space="preserve">'
        f"{html.escape(text)}</text>"
    )
    if run.get("underline"):
        below = line["baseline"] + run["fontSizePx"] * 0.12
        written += (
            f'<path d="M{run["x"]:.3f} {below:.3f}h{run["width"]:.3f}" stroke="{color}" '
            f'stroke-width="{run["fontSizePx"] / 16:.3f}"/>'
        )
    return written


def _family(run: Item) -> str:
    return substitute(run.get("fontFamily") or DEFAULT_FAMILY)


def _is_plain(run: Item) -> bool:
    """Return whether the font that the run was laid out with has all its characters."""
    known = characters_of(find_font(_family(run)))
    return all(ord(each) in known for each in run["text"] if not each.isspace())


def _flowing(item: Item) -> str:
    """Return a text with other scripts: the document engine breaks its lines, and takes fonts for it."""
    place = f"left:{item['x']:.2f}px;top:{item['y']:.2f}px;width:{item['w']:.2f}px;height:{item['h']:.2f}px"
    anchor = {"middle": "center", "center": "center", "bottom": "flex-end"}.get(
        item.get("anchor", ""), "flex-start"
    )
    paragraphs = "".join(
        f'<p style="text-align:{_ALIGN.get(paragraph.get("align", ""), "start")}" dir="auto">'
        f"{''.join(_span(run) for run in paragraph['runs']) or '&nbsp;'}</p>"
        for paragraph in item.get("paragraphs", [])
    )
    turn = (item.get("transform") or {}).get("rotationDeg", 0)
    turned = f";transform:rotate({turn:.2f}deg)" if turn else ""
    return f'<div class="text" style="{place};justify-content:{anchor}{turned}"><div>{paragraphs}</div></div>'


_ALIGN = {"center": "center", "right": "right", "justify": "justify"}


def _span(run: Item) -> str:
    style = f"font-family:'{_family(run)}';font-size:{run.get('fontSizePt', 18):.2f}pt"
    style += f";color:{_color(run.get('color', '#000000'))[0]}"
    style += ";font-weight:bold" if run.get("bold") else ""
    style += ";font-style:italic" if run.get("italic") else ""
    return f'<span style="{style}">{html.escape(run["text"])}</span>'


def _color(value: str) -> tuple[str, float]:
    """Split a color into its hexadecimal form and its opacity."""
    digits = value.lstrip("#")
    if len(digits) == 8:  # noqa: PLR2004 - RRGGBBAA
        return f"#{digits[:6]}", int(digits[6:], 16) / 255
    return f"#{digits[:6]}", 1.0
