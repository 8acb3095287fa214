"""Characters that XML may hold."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def valid_xml(text: str) -> str:
    """Return *text* with U+FFFD for characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("\ufffd", text)
