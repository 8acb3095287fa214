import hashlib
import io
import re
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile
from openai import DefaultHttpxClient, OpenAI

from flowforge_llm.core.audio.decoding import decode
from flowforge_llm.core.audio.errors import (
    AudioTooLong,
    EmptyAudio,
    SpeechLanguageUnsupported,
    UnreadableAudio,
)
from flowforge_llm.core.audio.subtitles import write_subtitles
from flowforge_llm.core.errors import UnknownModel
from flowforge_llm.operations.audio.transcriptions import Segment, TranscriptionForm, transcribe_audio
from servicekit import ANONYMOUS, FileInput
from servicekit.execution.worker.context import WorkerContext
from servicekit.testing import ServedProcess

RECORDINGS = Path(__file__).parents[2] / "audio"
DASHWOOD = (
    "and mister john dashwood had then leisure to consider how much there might be prudently in his power "
    "to do for them"
)


@pytest.fixture
def spooled(tmp_path: Path) -> Callable[[bytes], FileInput]:
    def spool(content: bytes) -> FileInput:
        digest = hashlib.sha256(content).hexdigest()
        (tmp_path / digest).write_bytes(content)
        return FileInput(tmp_path / digest, len(content), digest, "audio/wav", "speech.wav")

    return spool


@pytest.fixture
def transcribed(spooled: Any, tmp_path: Path) -> Callable[..., Any]:
    def transcribe(content: bytes, **options: Any) -> Any:
        form = TranscriptionForm(file=spooled(content), **options)
        return transcribe_audio(
            form, WorkerContext(ANONYMOUS, "test", time.monotonic() + 60, tmp_path, 60, lambda *_: None)
        )

    return transcribe


def recording(name: str) -> bytes:
    return (RECORDINGS / name).read_bytes()


def written(samples: Any, rate: int, **options: Any) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, **options)
    return buffer.getvalue()


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("mr.", "mister"))


def test_a_reading(transcribed: Any) -> None:
    found = transcribed(recording("dashwood.flac"))
    missed = set(words_of(DASHWOOD)) ^ set(words_of(found.text))
    assert len(missed) <= 4, found.text
    assert found.duration == 7.1
    assert (found.segments, found.words, found.subtitles) == (None, None, None)
    assert not found.needs_review


def test_segments_words_and_subtitles(transcribed: Any) -> None:
    found = transcribed(
        recording("young-man.flac"),
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
        subtitles="srt",
    )
    assert "young man" in found.text.lower()
    times = [time for word in found.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert "".join(word.word for word in found.words).strip() == found.text
    assert 0 <= found.segments[0].start < found.segments[-1].end <= found.duration + 0.1
    assert found.subtitles.startswith("1\n00:00:0")


@pytest.mark.parametrize(
    ("format_", "subtype", "rate"),
    [
        ("WAV", "PCM_16", 16_000),
        ("OGG", "VORBIS", 44_100),
        ("OGG", "OPUS", 48_000),
        ("MP3", "MPEG_LAYER_III", 22_050),
    ],
)
def test_formats_and_rates(spooled: Any, format_: str, subtype: str, rate: int) -> None:
    """A tone of 440 Hz, in the left channel only, has the same frequency at 16 kHz."""
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    stereo = np.stack([tone, np.zeros(rate)], axis=1)
    samples = decode(spooled(written(stereo, rate, format=format_, subtype=subtype)).path)
    assert abs(len(samples) - 16_000) < 1600
    spectrum = np.abs(np.fft.rfft(samples[2000:14_000] * np.hanning(12_000)))
    assert abs(spectrum.argmax() * 16_000 / 12_000 - 440) < 3
    assert 0.2 < np.abs(samples).max() < 0.3


def test_silence_is_no_speech(transcribed: Any) -> None:
    assert transcribed(written(np.zeros(32_000), 16_000, format="WAV")).text == ""


@pytest.mark.parametrize("content", [b"RIFF", b"no audio at all" * 99, recording("young-man.flac")[:40]])
def test_what_is_no_audio(transcribed: Any, content: bytes) -> None:
    with pytest.raises((UnreadableAudio, EmptyAudio)):
        transcribed(content)


def test_limits(transcribed: Any) -> None:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(4000)
        file.writeframes(b"\x80" * (4000 * 60 * 20 + 1))
    with pytest.raises(AudioTooLong):
        transcribed(buffer.getvalue())
    with pytest.raises(EmptyAudio):
        transcribed(written(np.zeros(0), 16_000, format="WAV"))
    with pytest.raises(SpeechLanguageUnsupported):
        transcribed(recording("young-man.flac"), language="de")
    with pytest.raises(UnknownModel):
        transcribed(recording("young-man.flac"), model="whisper-large")


def test_subtitle_formats() -> None:
    """The times of https://www.w3.org/TR/webvtt1/, section 4.1, and SubRip's with a comma."""
    said = Segment(
        id=0,
        start=3661.5,
        end=3725.25,
        text=" a --> b ",
        avg_logprob=0,
        no_speech_prob=0,
        compression_ratio=1,
    )
    assert write_subtitles([said], "srt") == "1\n01:01:01,500 --> 01:02:05,250\na -> b\n"
    assert write_subtitles([said], "vtt") == "WEBVTT\n\n01:01:01.500 --> 01:02:05.250\na -> b\n"


def test_openais_client(service: ServedProcess) -> None:
    with OpenAI(
        base_url=f"{service.url}/api/v1/llm",
        api_key="any",
        max_retries=0,
        http_client=DefaultHttpxClient(timeout=120),
    ) as client:
        found = client.audio.transcriptions.create(
            model="whisper-1",
            file=("speech.flac", recording("young-man.flac")),
            response_format="verbose_json",
            timestamp_granularities=["word"],
        )
    assert "young man" in found.text.lower()
    assert found.words


def test_through_http(client: httpx.Client) -> None:
    files = {"file": ("x.flac", b"nothing", "audio/flac")}
    answer = client.post("/audio/transcriptions", files=files, data={"model": "whisper-1"})
    assert answer.status_code == 415
    assert answer.json()["error"]["code"] == "audio_unreadable"
