"""Decode audio files to samples for speech recognition; in a worker process only."""

from math import gcd
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from flowforge_llm.core.audio.errors import AudioTooLong, EmptyAudio, UnreadableAudio

SAMPLE_RATE = 16_000
MAX_MINUTES = 20
_BLOCK_FRAMES = 1 << 18
_MAX_CHANNELS, _MAX_RATE, _MIN_RATE = 16, 384_000, 4_000

Samples = npt.NDArray[np.float32]


def decode(path: Path) -> Samples:
    """Return mono samples at 16 kHz between -1 and 1. Raises UnreadableAudio, AudioTooLong, EmptyAudio."""
    import soundfile  # noqa: PLC0415 - part of the extra `speech`

    try:
        with soundfile.SoundFile(path) as file:
            if not (_MIN_RATE <= file.samplerate <= _MAX_RATE and file.channels <= _MAX_CHANNELS):
                reason = f"it has {file.channels} channels at {file.samplerate} Hz"
                raise UnreadableAudio(reason=reason)
            samples, rate = _mono(file), int(file.samplerate)
    except soundfile.LibsndfileError as error:
        raise UnreadableAudio(reason="its format is unknown or it is damaged") from error
    if samples.size == 0:
        raise EmptyAudio(samples=0)
    return _resampled(np.nan_to_num(samples), rate)


def _mono(file: Any) -> Samples:
    """Read in blocks: the length that a header gives may be wrong."""
    limit = MAX_MINUTES * 60 * file.samplerate
    blocks: list[Samples] = []
    frames = 0
    for block in file.blocks(_BLOCK_FRAMES, dtype="float32", always_2d=True):
        frames += len(block)
        if frames > limit:
            raise AudioTooLong(limit=MAX_MINUTES)
        blocks.append(block.mean(axis=1, dtype=np.float32))
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def _resampled(samples: Samples, rate: int) -> Samples:
    if rate == SAMPLE_RATE:
        return samples
    from scipy.signal import resample_poly  # noqa: PLC0415 - part of the extra `speech`

    common = gcd(rate, SAMPLE_RATE)
    changed: Samples = resample_poly(samples, SAMPLE_RATE // common, rate // common).astype(np.float32)
    return changed
