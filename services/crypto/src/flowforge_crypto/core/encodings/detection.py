"""Which encoding a text is probably in, judged by its form and by what it decodes to."""

import re
from dataclasses import dataclass

from flowforge_crypto.core.encodings.schemes import NotDecodable, Scheme, TooLongForScheme, decode_as

MIN_CHARACTERS = 4
MAX_CHARACTERS = 1 << 20
_FORMS: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    ("punycode", re.compile(r"(?i)(?:[a-z0-9-]+\.)*xn--[a-z0-9-]+(?:\.[a-z0-9-]+)*")),
    ("url", re.compile(r"(?s)[!-~]*%[0-9A-Fa-f]{2}[!-~]*")),
    ("html", re.compile(r"(?s).*&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});.*")),
    ("base16", re.compile(r"(?:[0-9A-Fa-f]{2}\s*)+")),
    (
        "base32",
        re.compile(
            r"(?:[A-Z2-7]{8}\s*)*(?:[A-Z2-7]{2}={6}|[A-Z2-7]{4}={4}|[A-Z2-7]{5}={3}|[A-Z2-7]{7}=)?\s*"
        ),
    ),
    ("base64", re.compile(r"(?:[A-Za-z0-9+/]{4}\s*)*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\s*")),
    ("base64url", re.compile(r"[A-Za-z0-9_-]+=*")),
    ("base58", re.compile(r"[1-9A-HJ-NP-Za-km-z]+")),
    ("base62", re.compile(r"[0-9A-Za-z]+")),
    ("base45", re.compile(r"[0-9A-Z $%*+\-./:]+")),
    ("base85", re.compile(r"[0-9A-Za-z!#$%&()*+\-;<=>?@^_`{|}~]+")),
    ("ascii85", re.compile(r"<~[!-uz\s]*~>")),
    ("quoted-printable", re.compile(r"(?s)[\t\n\r -~]*=[0-9A-F]{2}[\t\n\r -~]*")),
)
_MAGIC = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"GIF8", b"FFE\x01")
_CERTAIN: frozenset[Scheme] = frozenset({"punycode", "url", "html"})
_ONLY_AS_TEXT: frozenset[Scheme] = frozenset({"base62", "base45", "base85", "ascii85"})
"""Encodings that nearly every word could be in: named only if what they decode to can be read."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding that the text may be in; *confidence* is between 0 and 1."""

    scheme: Scheme
    confidence: float
    decoded: bytes


def guess(text: str) -> list[Guess]:
    """Return the encodings that *text* may be in, the most likely first; none for plain text."""
    stripped = text.strip()
    if not MIN_CHARACTERS <= len(stripped) <= MAX_CHARACTERS:
        return []
    found = []
    for scheme, form in _FORMS:
        if form.fullmatch(stripped):
            try:
                decoded = decode_as(stripped, scheme)
            except (NotDecodable, TooLongForScheme):
                continue
            if confidence := _confidence(scheme, stripped, decoded):
                found.append(Guess(scheme, confidence, decoded))
    return sorted(found, key=lambda one: one.confidence, reverse=True)


def _confidence(scheme: Scheme, text: str, decoded: bytes) -> float:
    if not decoded or decoded == text.encode("utf-8", "surrogatepass"):
        return 0.0
    if scheme in _CERTAIN:
        return 0.95
    if decoded.startswith(_MAGIC):
        return 0.98
    try:
        plain = decoded.decode("utf-8")
    except UnicodeDecodeError:
        if scheme in _ONLY_AS_TEXT:
            return 0.0
        return 0.3 if scheme == "base16" and len(decoded) >= MIN_CHARACTERS else 0.1
    readable = sum(one.isprintable() or one in "\t\r\n" for one in plain) / len(plain)
    return round(0.9 * readable**4, 2)
