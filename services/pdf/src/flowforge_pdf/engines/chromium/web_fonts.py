"""The fonts that pages expect of every machine, in those of their widths that are bundled."""

from pathlib import Path
from xml.sax.saxutils import escape

from flowforge_fonts import MetricFamily, metric_font

_FAMILIES: dict[MetricFamily, tuple[str, ...]] = {
    "Arimo": ("Arial", "Helvetica", "Helvetica Neue", "Liberation Sans", "sans-serif", "system-ui"),
    "Tinos": ("Times New Roman", "Times", "Liberation Serif", "serif"),
    "Cousine": ("Courier New", "Courier", "Liberation Mono", "Monospace", "monospace", "ui-monospace"),
}


def web_fonts(folder: Path, bundled: Path) -> Path:
    """Write a configuration into *folder* that extends *bundled* by them, and return it.

    They are no variable fonts: the browser writes text in those as drawings, which reads badly.
    """
    aliases = "".join(
        f"<match target='pattern'><test name='family'><string>{escape(name)}</string></test>"
        "<edit name='family' mode='prepend' binding='same'>"
        f"<string>{family}</string></edit></match>"
        for family, names in _FAMILIES.items()
        for name in names
    )
    fonts = f"<dir>{escape(str(metric_font('Arimo').parent))}</dir>"
    path = folder / "web-fonts.conf"
    included = f"<include>{escape(str(bundled))}</include>"
    path.write_text(
        f"<?xml version='1.0'?><fontconfig>{fonts}{aliases}{included}</fontconfig>", encoding="utf-8"
    )
    return path
