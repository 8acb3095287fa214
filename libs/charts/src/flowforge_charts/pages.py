"""A chart as one self-contained page: values on hover, zoom by wheel and drag. Nothing is fetched."""

import re
from html import escape
from typing import Final

_PROLOG: Final = re.compile(rb"^\s*(?:<\?xml[^>]*>)?\s*(?:<!DOCTYPE[^>]*>)?\s*")
# Marks carry their values as labels for screen readers; the script shows them beside the pointer.
_SCRIPT: Final = """
const svg = document.querySelector("svg"), tip = document.getElementById("tip");
const full = svg.viewBox.baseVal, home = [full.x, full.y, full.width, full.height];
let view = [...home], from = null;
const show = () => svg.setAttribute("viewBox", view.join(" "));
const at = event => {
  const box = svg.getBoundingClientRect();
  return [view[0] + (event.clientX - box.left) / box.width * view[2],
          view[1] + (event.clientY - box.top) / box.height * view[3]];
};
svg.addEventListener("wheel", event => {
  event.preventDefault();
  const [x, y] = at(event), wanted = view[2] / home[2] * 1.0015 ** event.deltaY;
  const size = Math.min(1, Math.max(0.02, wanted));
  const scale = size * home[2] / view[2];
  view = size === 1 ? [...home]
    : [x - (x - view[0]) * scale, y - (y - view[1]) * scale, size * home[2], size * home[3]];
  show();
}, {passive: false});
svg.addEventListener("pointerdown", event => { from = at(event); svg.setPointerCapture(event.pointerId); });
svg.addEventListener("pointerup", () => { from = null; });
svg.addEventListener("dblclick", () => { view = [...home]; show(); });
svg.addEventListener("pointermove", event => {
  if (from) {
    const [x, y] = at(event);
    view[0] += from[0] - x; view[1] += from[1] - y;
    show();
  }
  const mark = document.elementsFromPoint(event.clientX, event.clientY)
    .find(one => one.getAttribute("role") === "graphics-symbol" && one.tagName !== "g");
  tip.hidden = !mark;
  if (mark) {
    tip.textContent = mark.getAttribute("aria-label").split("; ").join("\\n");
    tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8) + "px";
  }
});
svg.addEventListener("pointerleave", () => { tip.hidden = true; });
"""
_STYLE: Final = """
body { margin: 0; min-height: 100vh; background: white; }
svg { width: 100%; height: 100%; max-height: 100vh; cursor: grab; touch-action: none; user-select: none; }
#tip { position: fixed; padding: 6px 10px; border-radius: 4px; background: #222; color: white;
  white-space: pre; font: 13px sans-serif; pointer-events: none; }
#tip[hidden] { display: none; }
"""
# The page may run its own script and style, and load nothing.
_POLICY: Final = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


def page(svg: bytes, title: str = "Chart") -> bytes:
    """Return a page that shows the drawing of `draw_svg`, which holds no script."""
    head = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
    )
    tail = f'<div id="tip" hidden></div><script>{_SCRIPT}</script></body></html>\n'
    return head.encode() + _PROLOG.sub(b"", svg) + tail.encode()
