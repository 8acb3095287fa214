"""Subtitles: SubRip (.srt) and WebVTT (https://www.w3.org/TR/webvtt1/)."""

from collections.abc import Iterable
from typing import Literal, Protocol

SubtitleFormat = Literal["srt", "vtt"]


class Spoken(Protocol):
    start: float
    end: float
    text: str


def write_subtitles(segments: Iterable[Spoken], target: SubtitleFormat) -> str:
    """Return the segments as a subtitle file. `-->` in a text would end a cue's text, and is replaced."""
    mark = "," if target == "srt" else "."
    cues = []
    for number, segment in enumerate(segments, 1):
        times = f"{_clock(segment.start, mark)} --> {_clock(segment.end, mark)}"
        text = " ".join(segment.text.split()).replace("-->", "->")
        cues.append(f"{number}\n{times}\n{text}\n" if target == "srt" else f"{times}\n{text}\n")
    head = [] if target == "srt" else ["WEBVTT\n"]
    return "\n".join([*head, *cues])


def _clock(seconds: float, mark: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}{mark}{milliseconds % 1000:03}"
