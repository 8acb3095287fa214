"""Find values of known kinds in text."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from flowforge_data.core.text.patterns import compiled

_PATTERNS: Final = {
    "email": r"[A-Za-z0-9][A-Za-z0-9._%+'-]*@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,24}",
    "url": r"(?:https?|ftp)://[^\s<>\"'\x60]+|www\.[A-Za-z0-9-]+\.[^\s<>\"'\x60]+",
    "number": r"[-+]?(?:\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][-+]?\d+)?",
    "date": r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? \d{4}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2},? \d{4})\b",  # noqa: E501 - one pattern
    "hashtag": r"#[\p{L}\p{N}_]+",
    "mention": r"\B@[A-Za-z0-9_]{2,50}",
    "ip": r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b|\b(?:[0-9a-fA-F]{1,4}:){2,7}[0-9a-fA-F]{1,4}\b",  # noqa: E501 - likewise
    "iban": r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b",
    "color": r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b",
}
_TRAILING: Final = ".,;:!?)]}'\""


def find(
    texts: Sequence[str], kinds: Sequence[str], pattern: str | None, region: str | None, *, ignore_case: bool
) -> list[dict[str, Any]]:
    """Return every value with its place. Raises InvalidPattern."""
    found: list[dict[str, Any]] = []
    for item, text in enumerate(texts):
        if pattern is not None:
            values = _matches(text, pattern, "pattern", ignore_case=ignore_case)
        else:
            values = (one for kind in dict.fromkeys(kinds) for one in _of_kind(text, kind, region))
        found += sorted(({**one, "item": item} for one in values), key=lambda one: one["start"])
    return found


def _of_kind(text: str, kind: str, region: str | None) -> Iterator[dict[str, Any]]:
    if kind == "phone":
        yield from _phones(text, region)
        return
    for one in _matches(text, _PATTERNS[kind], kind, ignore_case=False):
        if kind == "url":
            one["value"] = one["value"].rstrip(_TRAILING)
            one["end"] = one["start"] + len(one["value"])
        if kind == "iban" and not _is_iban(one["value"]):
            continue
        one["normalized"] = _normal(kind, one["value"])
        yield one


def _matches(text: str, pattern: str, kind: str, *, ignore_case: bool) -> Iterator[dict[str, Any]]:
    for match in compiled(pattern, "pattern", ignore_case=ignore_case).finditer(text):
        if match.start() == match.end():
            continue
        named = match.groupdict()
        groups = named or {str(number): one for number, one in enumerate(match.groups(), 1)}
        yield {
            "kind": kind,
            "value": match.group(),
            "normalized": None,
            "start": match.start(),
            "end": match.end(),
            "groups": groups,
        }


def _phones(text: str, region: str | None) -> Iterator[dict[str, Any]]:
    import phonenumbers  # noqa: PLC0415 - only phone numbers need it

    for match in phonenumbers.PhoneNumberMatcher(text, region):
        normal = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield {
            "kind": "phone",
            "value": match.raw_string,
            "normalized": normal,
            "start": match.start,
            "end": match.end,
            "groups": {},
        }


def _normal(kind: str, value: str) -> str | None:
    if kind == "email":
        name, _, domain = value.rpartition("@")
        return f"{name}@{domain.lower()}"
    if kind == "iban":
        return value.replace(" ", "")
    return None


def _is_iban(value: str) -> bool:
    """ISO 13616: the remainder by 97 is 1."""
    plain = value.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1
