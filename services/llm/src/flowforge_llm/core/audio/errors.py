"""Errors about audio files."""

from servicekit import BadRequest, InvalidInput, NotInstalled, OperationError, ResourceLimit, Unsupported


class SpeechNotInstalled(NotInstalled):
    code = "SPEECH_NOT_INSTALLED"
    message = (
        "Speech recognition needs packages that are not installed on this server: {packages}. "
        "See the README of the llm service."
    )


class UnreadableAudio(Unsupported):
    code = "AUDIO_UNREADABLE"
    message = (
        "'file' is not audio that can be read: {reason}. Send WAV, FLAC, MP3, OGG (Vorbis, Opus) or AIFF."
    )


class AudioTooLong(ResourceLimit):
    code = "AUDIO_TOO_LONG"
    message = "'file' has more than {limit} minutes of audio, which is the most for one request: split it."


class EmptyAudio(InvalidInput):
    code = "AUDIO_EMPTY"
    message = "'file' contains no audio: it has {samples} samples."


class SpeechLanguageUnsupported(BadRequest):
    code = "AUDIO_LANGUAGE_UNSUPPORTED"
    message = "'language' is '{language}', but '{model}' understands English only: send 'en' or leave it out."


AUDIO_ERRORS: tuple[type[OperationError], ...] = (
    SpeechNotInstalled,
    UnreadableAudio,
    AudioTooLong,
    EmptyAudio,
    SpeechLanguageUnsupported,
)
