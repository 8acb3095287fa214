"""Execute the instructions of one content stream, and report what they draw."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import pikepdf

from flowforge_pdf.core.redacting.content.drawn import PAINTING, DrawnImage, DrawnPath, Glyph, Scope
from flowforge_pdf.core.redacting.content.graphics_state import State
from flowforge_pdf.core.redacting.faults import Unreadable
from flowforge_pdf.core.redacting.fonts.font_reading import Font
from flowforge_pdf.core.redacting.matrices import IDENTITY, Quad, at, bounds, matrix_of, times

_ASCENT, _DESCENT = 0.88, -0.22
_FIRST_CLIPPING_MODE = 4


class Walk(Protocol):
    """What a run reports to, and asks of, the walk that it is part of."""

    depth: int

    def next_order(self) -> int: ...
    def add_glyph(self, glyph: Glyph) -> None: ...
    def add_image(self, image: DrawnImage) -> None: ...
    def add_path(self, path: DrawnPath) -> None: ...
    def add_apart(self, stream: object, resources: object = None) -> None: ...
    def font(self, font: object) -> Font | None: ...
    def enter(self, form: pikepdf.Stream, run: "Run", instruction: int) -> None: ...
    def text_of_program(self, program: pikepdf.Stream, resources: object, depth: int) -> str: ...


class Run:
    """Executes the instructions of one scope."""

    def __init__(
        self, walker: Walk, scope: Scope, state: State, depth: int, above: tuple[object, ...]
    ) -> None:
        self.scope, self.state, self.depth, self.above = scope, state, depth, above
        self._walker = walker
        self._saved: list[State] = []
        self._text, self._line = IDENTITY, IDENTITY
        self._points: list[tuple[float, float]] = []
        self._operators: dict[str, Callable[[list[Any], int], None]] = {
            "q": self._save, "Q": self._restore, "cm": self._concatenate, "Do": self._draw,
            "gs": self._extended, "BT": self._begin_text, "Tf": self._set_font, "Td": self._move,
            "TD": self._move_leading, "Tm": self._set_matrix, "T*": self._next_line, "Tj": self._show,
            "'": self._show_next, '"': self._show_spaced, "TJ": self._show_array,
            "INLINE IMAGE": self._inline_image, "m": self._point, "l": self._point, "c": self._point,
            "v": self._point, "y": self._point, "re": self._rectangle, "n": self._end_path,
            "scn": self._color, "SCN": self._color,
        }  # fmt: skip
        self._settings = {"Tc": "spacing", "Tw": "word_spacing", "TL": "leading", "Ts": "rise"}

    def run(self) -> None:
        for index, (operands, operator) in enumerate(self.scope.instructions):
            if operator in self._settings and operands:
                changed: dict[str, Any] = {self._settings[operator]: float(operands[0])}
                self.state = replace(self.state, **changed)
            elif operator == "Tz" and operands:
                self.state = replace(self.state, stretch=float(operands[0]) / 100)
            elif operator == "Tr" and operands:
                self.state = replace(self.state, mode=int(operands[0]))
            elif operator in PAINTING:
                self._paint(index)
            elif operator in self._operators:
                self._operators[operator](operands, index)

    def _save(self, _: list[Any], __: int) -> None:
        self._saved.append(self.state)

    def _restore(self, _: list[Any], __: int) -> None:
        if self._saved:
            self.state = self._saved.pop()

    def _concatenate(self, operands: list[Any], _: int) -> None:
        self.state = replace(self.state, matrix=times(matrix_of(operands), self.state.matrix))

    def _resource(self, kind: str, name: object) -> Any:
        group = self.scope.resources.get(kind)
        return (
            group.get(str(name))
            if isinstance(group, pikepdf.Dictionary) and str(name).startswith("/")
            else None
        )

    def _draw(self, operands: list[Any], index: int) -> None:
        found = self._resource("/XObject", operands[0] if operands else "")
        if not isinstance(found, pikepdf.Stream):
            return
        if found.get("/Subtype") == "/Form":
            self._walker.enter(found, self, index)
        elif found.get("/Subtype") == "/Image":
            self._add_image(found, index)

    def _inline_image(self, _: list[Any], index: int) -> None:
        self._add_image(None, index)

    def _add_image(self, image: pikepdf.Stream | None, index: int) -> None:
        matrix = self.state.matrix
        quad = bounds(matrix, 0, 0, 1, 1)
        self._walker.add_image(DrawnImage(self.scope, index, matrix, quad, image, self._walker.next_order()))

    def _extended(self, operands: list[Any], _: int) -> None:
        found = self._resource("/ExtGState", operands[0] if operands else "")
        if not isinstance(found, pikepdf.Dictionary):
            return
        font, mask = found.get("/Font"), found.get("/SMask")
        if isinstance(font, pikepdf.Array) and len(font) == 2:  # noqa: PLR2004 - font and size
            self.state = replace(self.state, font=self._walker.font(font[0]), size=float(font[1]))
        if isinstance(mask, pikepdf.Dictionary):
            self._walker.add_apart(mask.get("/G"))

    def _color(self, operands: list[Any], _: int) -> None:
        if operands and isinstance(operands[-1], pikepdf.Name):
            self._walker.add_apart(self._resource("/Pattern", operands[-1]))

    # Paths

    def _point(self, operands: list[Any], _: int) -> None:
        numbers = [float(each) for each in operands]
        self._points += [
            at(self.state.matrix, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)
        ]

    def _rectangle(self, operands: list[Any], _: int) -> None:
        if len(operands) == 4:  # noqa: PLR2004 - left, bottom, width, height
            left, bottom, width, height = (float(each) for each in operands)
            self._points += [
                at(self.state.matrix, left + dx, bottom + dy) for dx in (0, width) for dy in (0, height)
            ]

    def _paint(self, index: int) -> None:
        if self._points:
            xs, ys = [point[0] for point in self._points], [point[1] for point in self._points]
            quad: Quad = (min(xs), min(ys), max(xs), max(ys))
            self._walker.add_path(DrawnPath(self.scope, index, quad))
        self._points = []

    def _end_path(self, _: list[Any], __: int) -> None:
        self._points = []

    # Text

    def _begin_text(self, _: list[Any], __: int) -> None:
        self._text = self._line = IDENTITY

    def _set_font(self, operands: list[Any], _: int) -> None:
        if len(operands) == 2:  # noqa: PLR2004 - font and size
            font = self._walker.font(self._resource("/Font", operands[0]))
            self.state = replace(self.state, font=font, size=float(operands[1]))

    def _move(self, operands: list[Any], _: int) -> None:
        if len(operands) == 2:  # noqa: PLR2004 - x and y
            self._line = times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)
            self._text = self._line

    def _move_leading(self, operands: list[Any], index: int) -> None:
        if len(operands) == 2:  # noqa: PLR2004 - x and y
            self.state = replace(self.state, leading=-float(operands[1]))
        self._move(operands, index)

    def _set_matrix(self, operands: list[Any], _: int) -> None:
        self._text = self._line = matrix_of(operands)

    def _next_line(self, _: list[Any], index: int) -> None:
        self._move([0, -self.state.leading], index)

    def _show(self, operands: list[Any], index: int) -> None:
        if operands:
            self._glyphs(operands[-1], index, 0)

    def _show_next(self, operands: list[Any], index: int) -> None:
        self._next_line([], index)
        self._show(operands, index)

    def _show_spaced(self, operands: list[Any], index: int) -> None:
        if len(operands) == 3:  # noqa: PLR2004 - word spacing, spacing, text
            self.state = replace(self.state, word_spacing=float(operands[0]), spacing=float(operands[1]))
        self._show_next(operands, index)

    def _show_array(self, operands: list[Any], index: int) -> None:
        for element, each in enumerate(operands[0] if operands else ()):
            if isinstance(each, (pikepdf.String, bytes)):
                self._glyphs(each, index, element)
            else:
                shift = -float(each) / 1000 * self.state.size * self.state.stretch
                self._text = times((1, 0, 0, 1, shift, 0), self._text)

    def _glyphs(self, shown: Any, index: int, element: int) -> None:
        state = self.state
        if state.font is None:
            raise Unreadable("text is shown in a font that is missing")
        scale = (state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise)
        for code in state.font.codes(bytes(shown)):
            named = code.named
            if state.font.is_type3:
                named = self._glyph_program(state.font, code.value) or named
            spacing = state.spacing + (state.word_spacing if code.is_space else 0.0)
            rendering = times(times(scale, self._text), state.matrix)
            width = code.width
            quad = bounds(rendering, min(0.0, width), _DESCENT, max(0.0, width, 0.02), _ASCENT)
            start, end = at(rendering, 0, 0), at(rendering, 1, 0)
            length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5 or 1.0
            up = at(rendering, 0, 1)
            self._walker.add_glyph(
                Glyph(
                    self.scope, index, element, code.start, code.length, code.mapped, named, quad, start,
                    ((end[0] - start[0]) / length, (end[1] - start[1]) / length),
                    ((up[0] - start[0]) ** 2 + (up[1] - start[1]) ** 2) ** 0.5,
                    abs(width) * length,
                    -(width + (spacing / state.size if state.size else 0.0)) * 1000,
                    state.mode >= _FIRST_CLIPPING_MODE, self._walker.next_order(),
                )
            )  # fmt: skip
            self._text = times((1, 0, 0, 1, (width * state.size + spacing) * state.stretch, 0), self._text)

    def _glyph_program(self, font: Font, code: int) -> str:
        """Have the program of a glyph searched; return what it shows in other fonts."""
        programs, name = font.object.get("/CharProcs"), font.names.get(code)
        program = programs.get(f"/{name}") if isinstance(programs, pikepdf.Dictionary) and name else None
        if not isinstance(program, pikepdf.Stream):
            return ""
        resources = font.object.get("/Resources", self.scope.resources)
        if code not in font.inner_texts:
            self._walker.add_apart(program, resources)
            font.inner_texts[code] = self._walker.text_of_program(program, resources, self._walker.depth)
        return font.inner_texts[code]
