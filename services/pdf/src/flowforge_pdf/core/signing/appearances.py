"""What a visible signature looks like: a text in any script, with a picture or without."""

import html
import unicodedata
from datetime import datetime

from flowforge_fonts import load_fonts
from flowforge_pdf.engines.plutoprint import typeset

_STYLE = (
    "body{margin:0;font-family:'Noto Sans';color:#222}.box{display:flex;align-items:center;overflow:hidden;"
    "box-sizing:border-box;border:0.6pt solid #777;padding:3pt}"
    "img{height:100%;max-width:40%;object-fit:contain;margin-right:5pt}"
    "div.text{flex:1;white-space:pre-line;line-height:1.25}"
)


def draw_signature(
    text: str,
    size: tuple[float, float],
    picture: bytes | None,
    *,
    signer: str,
    when: datetime,
    reason: str | None,
) -> bytes:
    """Return a page of *size* with the signature. *text* may have {signer}, {date}, {time} and {reason}."""
    values = {
        "{signer}": signer,
        "{date}": f"{when:%Y-%m-%d}",
        "{time}": f"{when:%H:%M} UTC",
        "{reason}": reason or "",
    }
    for name, value in values.items():
        text = text.replace(name, value)
    load_fonts().check(text)
    lines = max(1, text.count("\n") + 1)
    room = size[0] * (0.6 if picture else 1) - 10
    longest = max(map(len, text.split("\n")))
    letters = max(4.0, min(11.0, (size[1] - 8) / lines / 1.3, room / max(1, longest) / 0.56))
    image = '<img src="picture">' if picture else ""
    style = f"width:{size[0]:.2f}pt;height:{size[1]:.2f}pt;font-size:{letters:.2f}pt"
    inner = f'{image}<div class="text" style="direction:{_direction(text)}">{html.escape(text)}</div>'
    body = f'<style>{_STYLE}</style><div class="box" style="{style}">{inner}</div>'
    return typeset(
        body, size, (0, 0, 0, 0), lambda _: (picture, "application/octet-stream") if picture else None, 2
    )


def _direction(text: str) -> str:
    """Return the direction of the first letter that has one."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"
