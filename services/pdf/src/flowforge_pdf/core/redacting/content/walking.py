"""Walk a content stream and everything that it draws."""

import re
from dataclasses import replace
from typing import Any

import pikepdf

from flowforge_pdf.core.redacting.content.drawn import Drawn, DrawnImage, DrawnPath, Glyph, Scope
from flowforge_pdf.core.redacting.content.graphics_state import Fonts, State
from flowforge_pdf.core.redacting.content.running import Run
from flowforge_pdf.core.redacting.faults import Unreadable
from flowforge_pdf.core.redacting.fonts.font_reading import Font
from flowforge_pdf.core.redacting.matrices import IDENTITY, Matrix, matrix_of, times

_DEEPEST, _MOST_GLYPHS = 16, 2_000_000
_STRING = re.compile(rb"\((?:[^\\()]|\\.)*\)", re.DOTALL)


class Walker:
    """Walks one page, appearance, pattern, mask or glyph program."""

    def __init__(self, fonts: Fonts, depth: int = 0) -> None:
        self._fonts = fonts
        self.depth = depth
        self._drawn: Drawn
        self._order = 0

    def walk(self, content: pikepdf.Object, resources: Any, matrix: Matrix = IDENTITY) -> Drawn:
        scope = _scope(content, resources)
        self._drawn = Drawn(scope)
        self._run(scope, State(matrix=matrix), 0, ())
        return self._drawn

    def _run(self, scope: Scope, state: State, depth: int, above: tuple[object, ...]) -> None:
        if depth > _DEEPEST:
            raise Unreadable("forms are nested too deeply")
        Run(self, scope, state, depth, above).run()

    # What a run reports:

    def next_order(self) -> int:
        self._order += 1
        return self._order

    def add_glyph(self, glyph: Glyph) -> None:
        self._drawn.glyphs.append(glyph)
        if len(self._drawn.glyphs) > _MOST_GLYPHS:
            raise Unreadable("it has too many characters")

    def add_image(self, image: DrawnImage) -> None:
        self._drawn.images.append(image)

    def add_path(self, path: DrawnPath) -> None:
        self._drawn.paths.append(path)

    def add_apart(self, stream: object, resources: object = None) -> None:
        """Remember a pattern, a mask or a glyph program, which is searched by itself."""
        if isinstance(stream, pikepdf.Stream):
            self._drawn.apart.append((stream, stream.get("/Resources", resources)))

    def text_of_program(self, program: pikepdf.Stream, resources: object, depth: int) -> str:
        """Return what a glyph program shows in other fonts."""
        if depth > 1 or (b"Tj" not in (content := program.read_bytes()) and b"TJ" not in content):
            return ""
        drawn = Walker(self._fonts, depth + 1).walk(program, program.get("/Resources", resources))
        return "".join(glyph.mapped or glyph.named for glyph in drawn.glyphs)

    def font(self, font: object) -> Font | None:
        if not isinstance(font, pikepdf.Dictionary):
            return None
        found = self._fonts.get(font)
        if not found.has_reading:
            self._drawn.silent_fonts.add(str(font.get("/BaseFont", "/unnamed"))[1:])
        return found

    def enter(self, form: pikepdf.Stream, run: Run, instruction: int) -> None:
        key = form.objgen
        if key in run.above:
            return  # viewers stop here too
        self._drawn.entered.add(key)
        resources = form.get("/Resources", run.scope.resources)
        scope = _scope(form, resources)
        scope.stream, scope.above, scope.at = form, run.scope, instruction
        run.scope.children.append(scope)
        matrix = times(matrix_of(form.get("/Matrix", IDENTITY)), run.state.matrix)
        self._run(scope, replace(run.state, matrix=matrix), run.depth + 1, (*run.above, key))


def _scope(content: pikepdf.Object, resources: Any) -> Scope:
    try:
        parsed = pikepdf.parse_content_stream(content)
    except pikepdf.PdfError as error:
        raise Unreadable("its content cannot be decoded") from error
    instructions = [
        ([each.iimage], "INLINE IMAGE")
        if isinstance(each, pikepdf.ContentStreamInlineImage)
        else (list(each.operands), str(each.operator))
        for each in parsed
    ]
    known = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
    return Scope(instructions, known, has_comments=_has_comments(content))


def _has_comments(content: pikepdf.Object) -> bool:
    """Return whether a percent sign stands outside the strings of a content, as comments begin."""
    found = content if isinstance(content, pikepdf.Stream) else content.get("/Contents")
    parts = list(found) if isinstance(found, pikepdf.Array) else [found]
    raw = b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))
    return b"%" in raw and b"%" in _STRING.sub(b"", raw)
