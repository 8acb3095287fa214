"""Safe file names: no folder, no control characters, limited length."""

import unicodedata

NAME_CHARACTERS = 200
FALLBACK = "file"


def safe_name(given: str | None) -> str:
    """Return the last part of the path *given* as a name that is safe in headers and on any disk."""
    text = unicodedata.normalize("NFC", given or "").encode("utf-8", "replace").decode()
    last = text.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(one for one in last if not unicodedata.category(one).startswith("C")).strip()
    if not shown.strip("."):
        return FALLBACK
    if len(shown) <= NAME_CHARACTERS:
        return shown
    stem, dot, suffix = shown.rpartition(".")
    if not dot or len(suffix) > NAME_CHARACTERS // 10:
        return shown[:NAME_CHARACTERS]
    return stem[: NAME_CHARACTERS - len(suffix) - 1] + dot + suffix
