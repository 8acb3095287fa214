"""Which codes of which fonts the content of a document shows."""

from dataclasses import dataclass, field
from typing import Any

import pikepdf

_DEEPEST = 20
_SHOWING = ("Tj", "TJ", "'", '"')


class UsageUnknown(Exception):
    """A stream cannot be read: any code of any font may be in use."""


@dataclass(slots=True)
class Usage:
    """`strings` are what each font shows, by its object; `kept` are fonts that viewers write with."""

    strings: dict[tuple[int, int], set[bytes]] = field(default_factory=dict)
    fonts: dict[tuple[int, int], pikepdf.Dictionary] = field(default_factory=dict)
    kept: set[tuple[int, int]] = field(default_factory=set)
    _seen: set[tuple[int, int]] = field(default_factory=set)


def usage_of(pdf: pikepdf.Pdf) -> Usage:
    """Raises UsageUnknown."""
    usage = Usage()
    forms = pdf.Root.get("/AcroForm")
    if isinstance(forms, pikepdf.Dictionary):
        usage.kept.update(_fonts_of(forms.get("/DR")))
    for page in pdf.pages:
        resources = page.resources
        _read(usage, page.obj, resources, 0, None)
        for annotation in _listed(page.obj.get("/Annots")):
            for appearance in _streams(annotation.get("/AP"), 0):
                _enter(usage, appearance, resources, 0, None)
    return usage


def _fonts_of(resources: object) -> set[tuple[int, int]]:
    fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
    return {each.objgen for each in _values(fonts) if isinstance(each, pikepdf.Dictionary)}


def _listed(array: object) -> list[pikepdf.Dictionary]:
    if not isinstance(array, pikepdf.Array):
        return []
    return [each for each in array if isinstance(each, pikepdf.Dictionary)]


def _streams(value: object, depth: int) -> list[pikepdf.Stream]:
    if isinstance(value, pikepdf.Stream):
        return [value]
    if isinstance(value, pikepdf.Dictionary) and depth < 3:  # noqa: PLR2004 - appearance, state
        return [stream for each in value.values() for stream in _streams(each, depth + 1)]
    return []


def _values(group: object) -> list[Any]:
    return list(group.values()) if isinstance(group, pikepdf.Dictionary) else []


def _enter(usage: Usage, stream: pikepdf.Stream, outer: Any, depth: int, font: Any) -> None:
    if font is None:
        if stream.objgen in usage._seen:  # noqa: SLF001 - of this module
            return
        usage._seen.add(stream.objgen)  # noqa: SLF001 - likewise
    _read(usage, stream, stream.get("/Resources", outer), depth + 1, font)


def _read(usage: Usage, content: pikepdf.Object, resources: Any, depth: int, font: Any) -> None:
    if depth > _DEEPEST:
        raise UsageUnknown
    try:
        _check(content)
        instructions = pikepdf.parse_content_stream(content)
    except pikepdf.PdfError as error:
        raise UsageUnknown from error
    _Reader(usage, resources, depth, font).run(instructions)


def _check(content: pikepdf.Object) -> None:
    """Raise PdfError if a stream cannot be decoded: the parser takes it for an empty one."""
    if not isinstance(content, pikepdf.Stream):
        found: Any = content.get("/Contents")
        for each in found if isinstance(found, pikepdf.Array) else (found,):
            if isinstance(each, pikepdf.Stream):
                each.read_bytes()
    else:
        content.read_bytes()


class _Reader:
    """Follows the font through one content stream."""

    def __init__(self, usage: Usage, resources: Any, depth: int, font: Any) -> None:
        self._usage, self._resources, self._depth, self._font = usage, resources, depth, font
        self._saved: list[Any] = []

    def run(self, instructions: Any) -> None:
        for each in instructions:
            if isinstance(each, pikepdf.ContentStreamInlineImage):
                continue
            operands, operator = each.operands, str(each.operator)
            if operator == "q":
                self._saved.append(self._font)
            elif operator == "Q":
                self._font = self._saved.pop() if self._saved else self._font
            elif operator in _SHOWING:
                self._show_all(operands)
            elif len(operands):
                self._refer(operator, operands)

    def _show_all(self, operands: Any) -> None:
        for each in operands:
            for part in each if isinstance(each, pikepdf.Array) else (each,):
                self._show(part)

    def _refer(self, operator: str, operands: Any) -> None:
        """Follow what an operator names in the resources."""
        if operator == "Tf":
            self._set(self._find("/Font", operands[0]))
        elif operator == "gs":
            state = self._find("/ExtGState", operands[0])
            if isinstance(state, pikepdf.Dictionary):
                self._extended(state)
        elif operator == "Do":
            form = self._find("/XObject", operands[0])
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
                _enter(self._usage, form, self._resources, self._depth, self._font)
        elif operator in ("scn", "SCN") and isinstance(operands[-1], pikepdf.Name):
            pattern = self._find("/Pattern", operands[-1])
            if isinstance(pattern, pikepdf.Stream):
                _enter(self._usage, pattern, self._resources, self._depth, None)

    def _find(self, kind: str, name: object) -> Any:
        group = self._resources.get(kind) if isinstance(self._resources, pikepdf.Dictionary) else None
        return group.get(str(name)) if isinstance(group, pikepdf.Dictionary) else None

    def _extended(self, state: pikepdf.Dictionary) -> None:
        font, mask = state.get("/Font"), state.get("/SMask")
        if isinstance(font, pikepdf.Array) and len(font):
            self._set(font[0])
        group = mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None
        if isinstance(group, pikepdf.Stream):
            _enter(self._usage, group, self._resources, self._depth, None)

    def _set(self, font: Any) -> None:
        self._font = font if isinstance(font, pikepdf.Dictionary) else None
        if self._font is None or font.objgen in self._usage.fonts:
            return
        if font.get("/Subtype") == "/Type3":
            for program in _streams(font.get("/CharProcs"), 0):
                _enter(self._usage, program, font.get("/Resources", self._resources), self._depth, None)
        if font.is_indirect:
            self._usage.fonts[font.objgen] = font

    def _show(self, shown: Any) -> None:
        if self._font is not None and isinstance(shown, (pikepdf.String, bytes)):
            self._usage.strings.setdefault(self._font.objgen, set()).add(bytes(shown))
