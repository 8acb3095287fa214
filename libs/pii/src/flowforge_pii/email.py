"""E-mail addresses, also those written so that programs do not find them."""

import re

from flowforge_pii.matching import Pattern

_LOCAL = r"(?<![\w.%+-])[\w+][\w.+%'\u2019~!#$*-]{0,63}"
_DOMAIN = r"(?:[\w-]{1,63}\.){1,8}(?:xn--[\w-]{2,59}|[^\W\d_]{2,24})\b"
_QUOTED = r'"[^"\s@][^"\n@]{0,62}"'
_AT = r"\s?[(\[{<]\s?(?:at|ät|@|arroba)\s?[)\]}>]\s?"
_DOT = r"(?:\s?[(\[{<]\s?(?:dot|punkt|point|punto|\.)\s?[)\]}>]\s?|\.)"
_SPOKEN_DOT = r"\s(?:dot|punkt|point|punto)\s"
_LABEL = r"[\w-]{1,63}"
PATTERNS = (
    Pattern("email", re.compile(rf"{_LOCAL}(?<![.'\u2019])@{_DOMAIN}"), 0.95),
    Pattern("email", re.compile(rf"{_QUOTED}@{_DOMAIN}"), 0.9),
    Pattern(
        "email",
        re.compile(rf"{_LOCAL}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_DOT}[^\W\d_]{{2,24}}\b", re.IGNORECASE),
        0.85,
    ),
    Pattern(
        "email",
        re.compile(
            rf"(?<![\w.])[\w+-]{{1,64}}(?:{_SPOKEN_DOT}[\w+-]{{1,64}}){{0,3}}\sat\s"
            rf"{_LABEL}(?:{_SPOKEN_DOT}{_LABEL}){{0,3}}{_SPOKEN_DOT}[^\W\d_]{{2,24}}\b",
            re.IGNORECASE,
        ),
        0.7,
    ),
)
