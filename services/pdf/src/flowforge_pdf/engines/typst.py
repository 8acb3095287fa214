"""Typst typesets documents written in its own language."""

import json
from pathlib import Path
from typing import Any, Literal

from flowforge_fonts import font_folders
from servicekit import Process

# The engine starts a thread for each processor, each with a stack of its own.
TYPST_RUN = Process(max_memory_bytes=1 << 30, reserved_bytes=1 << 30)


Standard = Literal["a-2b", "a-3b"]


class TypstFailed(Exception):
    """The document cannot be compiled; the argument is the reason."""


def compile_typst(folder: Path, source: str, data: Any, standard: Standard | None) -> bytes:
    """Return a PDF of *source*, which finds the files of *folder* and data.json. Raises TypstFailed."""
    import typst  # noqa: PLC0415 - 60 MB that few calls need

    (folder / "main.typ").write_text(source, encoding="utf-8")
    (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
    try:
        made = typst.compile(
            str(folder / "main.typ"),
            root=str(folder),
            font_paths=[str(each) for each in font_folders()],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=standard,
        )
    except (typst.TypstError, RuntimeError, ValueError, OSError) as error:
        raise TypstFailed(_reason(error)) from error
    if not isinstance(made, bytes):
        raise TypstFailed("it has no pages")
    return made


def _reason(error: Exception) -> str:
    message = str(getattr(error, "message", None) or error).strip()
    if "failed to download package" in message:
        return "it imports a package, and packages are not downloaded: send its files as 'resources'"
    hints = getattr(error, "hints", None) or []
    return "; ".join([message, *(f"hint: {hint}" for hint in hints)])
