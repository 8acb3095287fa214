"""dxpdf sets Word documents, drawn by Skia."""

from flowforge_fonts import EMOJI_OUTLINES, use_bundled_fonts
from servicekit import Process

# The engine maps every face of the fonts at once, without filling it, and keeps a CJK font of each call.
DOCX_RUN = Process(max_memory_bytes=1 << 30, reserved_bytes=3 << 29, recycle_after=20)


class DocxFailed(Exception):
    """The engine cannot set this document."""


def convert_docx(content: bytes) -> bytes:
    import dxpdf  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; 47 MB that few calls need

    use_bundled_fonts(without=[EMOJI_OUTLINES], static=True)
    try:
        made: bytes = dxpdf.convert(content)
    except (ValueError, RuntimeError, OSError) as error:
        raise DocxFailed from error
    return made
