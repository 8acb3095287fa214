"""Names of the files that are made."""

from pathlib import PurePath


def named(name: str | None, extension: str, suffix: str = "") -> str:
    """Return the name of the file that was sent, with *suffix* and *extension*."""
    stem = PurePath(name).stem if name else "page"
    return f"{stem or 'page'}{suffix}.{extension}"
