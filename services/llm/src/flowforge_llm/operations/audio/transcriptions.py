"""Transcribe English speech to text, compatible with OpenAI: POST /api/v1/llm/audio/transcriptions.

The embedded model is Whisper tiny.en: it understands English only, and errs on names and in noise. A minute
of audio takes about ten seconds; 20 minutes are the most. `verbose_json` adds segments, and with
`timestamp_granularities` words, with times in seconds.
"""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.audio.decoding import SAMPLE_RATE, decode
from flowforge_llm.core.audio.errors import AUDIO_ERRORS, SpeechLanguageUnsupported
from flowforge_llm.core.audio.subtitles import SubtitleFormat, write_subtitles
from flowforge_llm.core.errors import UnknownModel
from flowforge_llm.core.tasks.reviewing.review import Review, ReviewReason, told
from flowforge_llm.engines.whisper import MODEL, require_speech, transcribe
from servicekit import Context, FileInput, Process, RequestForm, operation

_NAMES = (MODEL, "whisper-1")  # OpenAI's clients must name a model
_ENGLISH = ("en", "english")
_LEAST_LOG_PROBABILITY = -1.0  # Whisper's own limits for a segment that failed
_MOST_COMPRESSION = 2.4
# 5 ms of silence.
_EXAMPLE = (
    "UklGRkwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YSgAAACAgICAgICAgICAgICAgICAgICAgICAgI"
    "CAgICAgICAgICAgICAgICA"
)
# CTranslate2 maps its work space at once; the model and the encoding of half a minute fill 400 MB.
_RUN = Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30, recycle_after=50)


class TranscriptionForm(RequestForm):
    file: FileInput = Field(description="WAV, FLAC, MP3, OGG (Vorbis, Opus) or AIFF; 20 minutes at most.")
    model: str = Field(MODEL, description=f"{MODEL}; `whisper-1` names it too.")
    language: str | None = Field(None, description="en: the model understands English only.")
    prompt: str | None = Field(None, max_length=1000, description="Names and terms that may occur.")
    response_format: Literal["json", "verbose_json"] = Field(
        "json", description="`verbose_json` adds segments."
    )
    timestamp_granularities: list[Literal["segment", "word"]] = Field(
        ["segment"], max_length=2, description="With `word`, `verbose_json` has the times of words."
    )
    temperature: float = Field(0, ge=0, le=1, description="0 is repeatable.")
    subtitles: SubtitleFormat | None = Field(None, description="Return subtitles in this format too.")


class SpokenWord(BaseModel):
    word: str = Field(description="The word as spoken.")
    start: float = Field(description="When it begins, in seconds.")
    end: float = Field(description="When it ends, in seconds.")
    probability: float = Field(description="How sure the model is, from 0 to 1.")


class Segment(BaseModel):
    id: int = Field(description="Number of the segment, from 0.")
    start: float = Field(description="Seconds from the beginning.")
    end: float = Field(description="When it ends, in seconds.")
    text: str = Field(description="What is said in it.")
    avg_logprob: float = Field(description="Mean log probability of its tokens: near 0 is sure.")
    no_speech_prob: float = Field(description="Probability that nobody speaks.")
    compression_ratio: float = Field(description="How well the text compresses: high values mean repetition.")


class Transcription(BaseModel):
    """`segments` and `words` are null if they were not asked for."""

    text: str = Field(description="The whole transcript.")
    task: Literal["transcribe"]
    language: str = Field(description="Language of the transcript.")
    duration: float = Field(description="Seconds of audio.")
    segments: list[Segment] | None = Field(
        description="The transcript in timed segments; null unless requested."
    )
    words: list[SpokenWord] | None = Field(
        description="The transcript in timed words; null unless requested."
    )
    subtitles: str | None = Field(description="The transcript as SRT or WebVTT; null unless requested.")
    needs_review: bool = Field(description="Whether a person should look at the result.")
    review_reasons: list[ReviewReason] = Field(
        description="Why a person should look at the result; empty if nothing suggests it."
    )


@operation(
    "/audio/transcriptions",
    example={"file": {"base64": _EXAMPLE}},
    errors=[UnknownModel, *AUDIO_ERRORS],
    run=_RUN,
    deadline=timedelta(minutes=9),
    dialect=OPENAI,
)
def transcribe_audio(form: TranscriptionForm, context: Context) -> Transcription:
    if form.model not in _NAMES:
        raise UnknownModel(model=form.model, offered=", ".join(_NAMES))
    if form.language and form.language.lower() not in _ENGLISH:
        raise SpeechLanguageUnsupported(language=form.language, model=MODEL)
    require_speech()
    samples = decode(form.file.path)
    verbose = form.response_format == "verbose_json"
    with_words = verbose and "word" in form.timestamp_granularities
    duration = len(samples) / SAMPLE_RATE
    review, found, words = Review(), [], []
    spoken = transcribe(samples, prompt=form.prompt, temperature=form.temperature, with_words=with_words)
    for number, one in enumerate(spoken):
        context.check()
        context.progress(min(one.end, duration), duration)
        review.add("low_probability", when=one.avg_logprob < _LEAST_LOG_PROBABILITY)
        review.add("repetition", when=one.compression_ratio > _MOST_COMPRESSION)
        found.append(_segment(number, one))
        words += [SpokenWord(word=it.word, start=it.start, end=it.end, probability=it.probability)
                  for it in one.words or ()]  # fmt: skip
    return Transcription(
        text="".join(one.text for one in found).strip(),
        task="transcribe",
        language="english",
        duration=round(duration, 3),
        segments=found if verbose else None,
        words=words if with_words else None,
        subtitles=write_subtitles(found, form.subtitles) if form.subtitles else None,
        **told(review),
    )


def _segment(number: int, one: object) -> Segment:
    return Segment.model_validate({"id": number, **{name: getattr(one, name) for name in _FIELDS}})


_FIELDS = ("start", "end", "text", "avg_logprob", "no_speech_prob", "compression_ratio")
