"""Write interchanges of the form that reading gives, with counts and last segments made anew."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError

from flowforge_data.core.faults import NotRepresentable
from flowforge_data.core.messages.edi.documents import EdiMessage, Interchange, Segment
from flowforge_data.core.messages.edi.reading import Marks, component

_SHAPE: Final = "anything but interchanges as /edi/parse returns them"


def interchanges_of(value: Any, title: str) -> list[Interchange]:
    """Return the interchanges of a document. Raises NotRepresentable."""
    items = value if isinstance(value, list) else [value]
    try:
        return [Interchange.model_validate(one) for one in items]
    except ValidationError as error:
        raise NotRepresentable(format=title, found=_SHAPE) from error


def write_edi(interchanges: Sequence[Interchange]) -> str:
    return "".join(_interchange(one) for one in interchanges)


def _interchange(one: Interchange) -> str:
    marks = Marks(**{name: mark for name, mark in one.marks.items() if name in Marks.__slots__})
    segments = [segment for segment in one.head if segment.tag != "UNA"]
    x12 = one.standard == "x12"
    first = segments[:1] if x12 else segments
    groups = [segment for segment in segments if segment.tag == "GS"][:1] if x12 else []
    lines = [*first, *groups]
    for message in one.messages:
        lines += _message(message, x12=x12)
    if groups:
        lines.append(_segment("GE", str(len(one.messages)), component(groups[0], 5)))
    count = len(groups) if x12 else len(one.messages)
    lines.append(_segment("IEA" if x12 else "UNZ", str(count), one.control))
    service = "" if x12 else _una(marks)
    end = marks.segment + ("" if marks.segment in "\r\n" else "\n")
    return service + "".join(_text(line, marks) + end for line in lines)


def _una(marks: Marks) -> str:
    release = marks.release or " "
    return f"UNA{marks.component}{marks.element}{marks.decimal or '.'}{release} {marks.segment}\n"


def _message(message: EdiMessage, *, x12: bool) -> list[Segment]:
    count = str(len(message.segments) + 2)
    if x12:
        first = _segment("ST", message.type, message.reference)
        return [first, *message.segments, _segment("SE", count, message.reference)]
    head = Segment(tag="UNH", elements=[[message.reference], [message.type, *message.version.split(".")]])
    return [head, *message.segments, _segment("UNT", count, message.reference)]


def _segment(tag: str, *elements: str) -> Segment:
    return Segment(tag=tag, elements=[[one] for one in elements])


def _text(segment: Segment, marks: Marks) -> str:
    elements = [marks.component.join(_escaped(part, marks) for part in one) for one in segment.elements]
    if segment.tag == "ISA":
        elements = [one[0] if one else "" for one in segment.elements]
    return marks.element.join([segment.tag, *elements])


def _escaped(text: str, marks: Marks) -> str:
    if not marks.release:
        if any(mark and mark in text for mark in (marks.element, marks.segment)):
            raise NotRepresentable(format="X12", found=f"a delimiter in the value {text[:40]!r}")
        return text
    for mark in (marks.release, marks.element, marks.component, marks.segment):
        text = text.replace(mark, marks.release + mark)
    return text
