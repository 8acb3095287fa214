"""IP, MAC and web addresses."""

import ipaddress
import re
import string

from flowforge_pii.matching import Pattern, words

_IPV4 = r"(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)"
_IPV6 = r"(?=[0-9A-Fa-f:]{0,4}:)[0-9A-Fa-f:.]{3,45}(?<!\.)(?![\w:])"
_URL = r"\b(?:https?|ftp)://[^\s<>\"'{}|\\^`]{1,2000}[^\s<>\"'{}|\\^`.,;:!?)\]]"
_MAC = (
    r"(?<![\w:.-])(?:[0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5})"
    r"|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![\w:-]|\.\w)"
)
_VERSION = re.compile(
    r"(?<!\w)(?:(?:v|ver|version|firmware)[\s:#.]{0,3}|(?:release|build|driver|kernel|chapter|section)\s)$",
    re.IGNORECASE,
)


def is_ip(text: str) -> bool:
    """Return whether *text* is an IP address, and not the shorthand that any two colons are."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.version == 4 or any(character in string.digits for character in text)  # noqa: PLR2004 - IPv4


PATTERNS = (
    Pattern("ip", re.compile(rf"(?<![\w.:])(?:{_IPV4}|{_IPV6})"), 0.9, is_ip, not_after=_VERSION),
    Pattern("mac", re.compile(_MAC), 0.95),
    Pattern(
        "mac",
        re.compile(r"(?<!\w)[0-9A-Fa-f]{12}(?!\w)"),
        0,
        context=words("mac", r"mac[ -]address", "hardware address"),
        with_context=0.8,
    ),
    Pattern("url", re.compile(_URL, re.IGNORECASE), 0.95),
)
