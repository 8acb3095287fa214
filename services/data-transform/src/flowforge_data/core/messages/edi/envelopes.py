"""Envelopes of new interchanges: ISA and GS of X12, UNB of EDIFACT."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

from flowforge_data.core.messages.edi.documents import EdiMessage, Interchange, Segment

Segments = Sequence[Sequence[str | list[str]]]
# Functional group of the common transaction sets, ASC X12; others have their own number.
_GROUPS: Final = {
    "810": "IN", "820": "RA", "824": "AG", "830": "PS", "832": "SC", "840": "RQ", "843": "RR", "846": "IB",
    "850": "PO", "852": "PD", "855": "PR", "856": "SH", "860": "PC", "861": "RC", "862": "SS", "864": "TX",
    "865": "CA", "867": "PT", "875": "OG", "880": "GP", "940": "OW", "943": "AR", "944": "RE", "945": "SW",
    "990": "GF", "997": "FA", "204": "SM", "210": "IM", "214": "QM", "270": "HS", "271": "HB", "276": "HR",
    "277": "HN", "278": "HI", "834": "BE", "835": "HP", "837": "HC", "999": "FA",
}  # fmt: skip
_X12: Final = {"element": "*", "component": ">", "segment": "~", "repetition": "U", "release": ""}
_EDIFACT: Final = {"element": "+", "component": ":", "segment": "'", "decimal": ".", "release": "?"}


def interchange_of(
    standard: Literal["x12", "edifact"],
    parties: tuple[str, str],
    control: int,
    created: dt.datetime,
    messages: Sequence[tuple[str, str | None, Segments]],
    *,
    is_test: bool,
) -> Interchange:
    """Return an interchange that can be written."""
    x12 = standard == "x12"
    version = "004010" if x12 else "D.96A.UN"
    made = [
        EdiMessage(
            type=kind,
            reference=f"{number:04}" if x12 else str(number),
            version=given or version,
            segments=[_segment(one) for one in segments],
        )
        for number, (kind, given, segments) in enumerate(messages, 1)
    ]
    number = f"{control:09}" if x12 else str(control)
    return Interchange(
        standard=standard,
        sender=parties[0],
        receiver=parties[1],
        date=created.strftime("%y%m%d"),
        time=created.strftime("%H%M"),
        control=number,
        marks=_X12 if x12 else _EDIFACT,
        head=_x12_head(parties, number, created, made[0], is_test=is_test)
        if x12
        else _edifact_head(parties, number, created, is_test=is_test),
        messages=made,
    )


def _segment(given: Sequence[str | list[str]]) -> Segment:
    tag, *elements = given
    return Segment(
        tag=tag if isinstance(tag, str) else "".join(tag),
        elements=[[one] if isinstance(one, str) else list(one) for one in elements],
    )


def _x12_head(
    parties: tuple[str, str], control: str, created: dt.datetime, first: EdiMessage, *, is_test: bool
) -> list[Segment]:
    sender, receiver = (one[:15] for one in parties)
    envelope = ["00", " " * 10, "00", " " * 10, "ZZ", f"{sender:15}", "ZZ", f"{receiver:15}"]
    envelope += [created.strftime("%y%m%d"), created.strftime("%H%M"), "U", first.version[:5].zfill(5)]
    envelope += [control, "0", "T" if is_test else "P", ">"]
    group = [_GROUPS.get(first.type, first.type), sender, receiver, created.strftime("%Y%m%d")]
    group += [created.strftime("%H%M"), str(int(control)), "X", first.version]
    return [_segment(["ISA", *envelope]), _segment(["GS", *group])]


def _edifact_head(
    parties: tuple[str, str], control: str, created: dt.datetime, *, is_test: bool
) -> list[Segment]:
    moment = [created.strftime("%y%m%d"), created.strftime("%H%M")]
    elements: list[str | list[str]] = ["UNB", ["UNOC", "3"], parties[0], parties[1], moment, control]
    return [_segment([*elements, *([""] * 5), "1"] if is_test else elements)]
