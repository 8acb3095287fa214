"""Whole text files: decoded once, by the encoding that was found or named."""

from pathlib import Path

from flowforge_data.core.formats.port import Notes, ReadOptions, WriteOptions
from flowforge_tables.encodings import detect_encoding, known_encoding


def read_text(path: Path, options: ReadOptions, notes: Notes) -> str:
    """Return the text of a file. Bytes that its encoding does not have become U+FFFD, with a warning."""
    encoding = known_encoding(path, options.encoding) if options.encoding else detect_encoding(path)
    notes.details["encoding"] = encoding.label
    if not encoding.certain and not options.encoding:
        notes.warn(f"the encoding is a guess: {encoding.name}")
    text = path.read_bytes()[encoding.mark :].decode(encoding.name, "replace")
    if replaced := text.count("\ufffd"):
        notes.warn(f"{replaced} characters are not valid {encoding.name} and were replaced by U+FFFD")
    return text


def write_text(text: str, path: Path, options: WriteOptions) -> None:
    """Write *text* in the encoding asked for; characters that it lacks become references where they can."""
    if options.encoding.startswith("utf-16"):
        path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
        return
    path.write_bytes(text.encode(options.encoding, "replace"))
