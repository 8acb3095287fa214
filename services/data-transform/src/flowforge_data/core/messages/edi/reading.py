"""Read X12 and EDIFACT: delimiters are found in the first segment, counts and control numbers are checked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from flowforge_data.core.messages.edi.documents import EdiMessage, Interchange, NoEdi, Segment

MAX_SEGMENTS: Final = 500_000
_ISA: Final = 106
_REPEATS_SINCE: Final = "00402"
_OPENS: Final = {"ST": "x12", "UNH": "edifact"}
_CLOSES: Final = ("SE", "UNT")
_ENDS: Final = ("IEA", "UNZ")
Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Marks:
    element: str
    component: str
    segment: str
    release: str = ""
    repetition: str = ""
    decimal: str = ""

    def told(self) -> dict[str, str]:
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: mark for name, mark in named.items() if mark}


def read_edi(text: str, field: str, warn: Warn) -> list[Interchange]:
    """Return the interchanges of a file. Raises NoEdi."""
    rest = text.lstrip("\ufeff \r\n\t")
    found: list[Interchange] = []
    while rest:
        start = _start(rest, field, first=not found)
        if start is None:
            warn("what follows the last interchange is no segment and was left out")
            break
        standard, marks, begin = start
        interchange, used = _interchange(rest[begin:], standard, marks, warn, field)
        found.append(interchange)
        rest = rest[begin + used :].lstrip(" \r\n\t")
    return found


def _start(text: str, field: str, *, first: bool) -> tuple[Literal["x12", "edifact"], Marks, int] | None:
    if text.startswith("ISA"):
        return "x12", _x12_marks(text, field), 0
    if text.startswith("UNA"):
        if len(text) < 9:  # noqa: PLR2004 - UNA and six marks
            raise NoEdi(field=field, reason="its segment UNA is incomplete")
        component, element, decimal, release, _, segment = tuple(text[3:9])
        return "edifact", Marks(element, component, segment, release.strip(), decimal=decimal), 9
    if text.startswith("UNB"):
        return "edifact", Marks("+", ":", "'", "?", decimal="."), 0
    if first:
        raise NoEdi(field=field, reason="it does not begin with ISA, UNA or UNB")
    return None


def _x12_marks(text: str, field: str) -> Marks:
    """The places of the marks are fixed: the segment ISA has 106 characters."""
    if len(text) < _ISA or text[:_ISA].count(text[3]) != 16:  # noqa: PLR2004 - elements of ISA
        raise NoEdi(field=field, reason="its segment ISA does not have 16 elements of fixed length")
    version = text[84:89]
    repetition = text[82] if version >= _REPEATS_SINCE and not text[82].isalnum() else ""
    return Marks(text[3], text[104], text[105], repetition=repetition)


def _segments(text: str, marks: Marks, field: str) -> Iterator[tuple[Segment, int]]:
    """Yield segments with the place behind each."""
    start, count = 0, 0
    while start < len(text):
        end = _find(text, marks.segment, start, marks.release)
        raw = text[start:] if end < 0 else text[start:end]
        start = len(text) if end < 0 else end + 1
        raw = raw.lstrip("\r\n\t ") if marks.segment not in "\r\n" else raw.strip("\r\n")
        if not raw.strip():
            continue
        count += 1
        if count > MAX_SEGMENTS:
            raise NoEdi(field=field, reason=f"it has over {MAX_SEGMENTS:,} segments")
        yield _segment(raw, marks), start


def _find(text: str, mark: str, start: int, release: str) -> int:
    place = text.find(mark, start)
    while release and place > 0 and _is_released(text, place, release):
        place = text.find(mark, place + 1)
    return place


def _is_released(text: str, place: int, release: str) -> bool:
    count = 0
    while place - 1 - count >= 0 and text[place - 1 - count] == release:
        count += 1
    return count % 2 == 1


def _split(text: str, mark: str, release: str) -> list[str]:
    if not release or release not in text:
        return text.split(mark)
    parts, start = [], 0
    while (end := _find(text, mark, start, release)) >= 0:
        parts.append(text[start:end])
        start = end + 1
    return [*parts, text[start:]]


def _plain(text: str, release: str) -> str:
    if not release or release not in text:
        return text
    made, escaped = [], False
    for letter in text:
        if letter == release and not escaped:
            escaped = True
            continue
        made.append(letter)
        escaped = False
    return "".join(made)


def _segment(raw: str, marks: Marks) -> Segment:
    tag, *elements = _split(raw, marks.element, marks.release)
    if tag == "ISA":
        return Segment(tag=tag, elements=[[one] for one in elements])
    return Segment(
        tag=tag.partition(marks.component)[0].strip(),
        elements=[
            [_plain(one, marks.release) for one in _split(element, marks.component, marks.release)]
            for element in elements
        ],
    )


def _interchange(
    text: str, standard: Literal["x12", "edifact"], marks: Marks, warn: Warn, field: str
) -> tuple[Interchange, int]:
    head: list[Segment] = []
    messages: list[EdiMessage] = []
    current: EdiMessage | None = None
    used = len(text)
    for segment, behind in _segments(text, marks, field):
        if segment.tag in _OPENS:
            if current is not None:
                warn(f"message {current.reference} does not end before the next one begins")
            current = _message(segment, head)
            messages.append(current)
        elif segment.tag in _CLOSES and current is not None:
            _check_end(current, segment, warn)
            current = None
        elif segment.tag in _ENDS:
            _check_total(head, messages, segment, warn)
            used = behind
            break
        elif current is not None:
            current.segments.append(segment)
        else:
            head.append(segment)
    else:
        warn("the interchange has no last segment (IEA or UNZ): the file may be cut off")
    return _told(standard, marks, head, messages), used


def component(segment: Segment | None, place: int, part: int = 0) -> str:
    """Return one component of a segment, empty if it is not there."""
    if segment is None or place >= len(segment.elements) or part >= len(segment.elements[place]):
        return ""
    return segment.elements[place][part].strip()


def _message(segment: Segment, head: list[Segment]) -> EdiMessage:
    if segment.tag == "UNH":
        version = ".".join(one for one in (component(segment, 1, part) for part in (1, 2, 3)) if one)
        return EdiMessage(
            type=component(segment, 1), reference=component(segment, 0), version=version, segments=[]
        )
    group = next((one for one in reversed(head) if one.tag == "GS"), None)
    return EdiMessage(
        type=component(segment, 0),
        reference=component(segment, 1),
        version=component(segment, 2) or component(group, 7),
        segments=[],
    )


def _check_end(message: EdiMessage, segment: Segment, warn: Warn) -> None:
    told, reference = component(segment, 0), component(segment, 1)
    count = len(message.segments) + 2
    if told.isdigit() and int(told) != count:
        warn(f"message {message.reference} says that it has {told} segments, and has {count}")
    if reference != message.reference:
        warn(f"message {message.reference} ends with the control number {reference}")


def _check_total(head: list[Segment], messages: list[EdiMessage], segment: Segment, warn: Warn) -> None:
    told = component(segment, 0)
    count = sum(one.tag == "GS" for one in head) if segment.tag == "IEA" else len(messages)
    groups = any(one.tag == "UNG" for one in head)
    if told.isdigit() and int(told) != count and not groups:
        what = "functional groups" if segment.tag == "IEA" else "messages"
        warn(f"the interchange says that it has {told} {what}, and has {count}")
    control = component(head[0], 12 if segment.tag == "IEA" else 4) if head else ""
    if component(segment, 1) != control:
        warn(f"the interchange {control} ends with the control number {component(segment, 1)}")


def _told(
    standard: Literal["x12", "edifact"], marks: Marks, head: list[Segment], messages: list[EdiMessage]
) -> Interchange:
    first = head[0] if head else None
    x12 = standard == "x12"
    return Interchange(
        standard=standard,
        sender=component(first, 5 if x12 else 1),
        receiver=component(first, 7 if x12 else 2),
        date=component(first, 8 if x12 else 3),
        time=component(first, 9) if x12 else component(first, 3, 1),
        control=component(first, 12 if x12 else 4),
        marks=marks.told(),
        head=head,
        messages=messages,
    )
