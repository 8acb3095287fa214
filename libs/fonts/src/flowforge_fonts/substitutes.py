"""Which bundled family stands in for one that a document names."""

from functools import cache
from types import MappingProxyType
from typing import Final

from flowforge_fonts.catalog import DEFAULT_FAMILY

# The first name of each has the same widths, so that lines break where its author saw them break.
SUBSTITUTES: Final = MappingProxyType(
    {
        "Arimo": ("Arial", "Helvetica", "Helvetica Neue", "Liberation Sans", "Nimbus Sans"),
        "Tinos": ("Times New Roman", "Times", "Liberation Serif", "Nimbus Roman", "Georgia", "serif"),
        "Cousine": (
            "Courier New", "Courier", "Liberation Mono", "Nimbus Mono PS", "Consolas", "Menlo", "Monaco",
            "DejaVu Sans Mono", "Lucida Console", "monospace", "ui-monospace",
        ),
        "FlowForge Office Sans": ("Calibri",),
        "Caladea": ("Cambria",),
    }
)  # fmt: skip


def substitute(family: str) -> str:
    """Return the family that draws text of *family* in Latin, Greek or Cyrillic: the default for most."""
    return _substitutes().get(family.strip().lower(), DEFAULT_FAMILY)


@cache
def _substitutes() -> dict[str, str]:
    return {name.lower(): family for family, names in SUBSTITUTES.items() for name in (family, *names)}
