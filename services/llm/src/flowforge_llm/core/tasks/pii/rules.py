"""The patterns of personal data. Where a kind has a check of its own, it has passed it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import phonenumbers

from flowforge_llm.core.tasks.pii.checks import is_card, is_iban, is_ip

RuleKind = Literal["secret", "email", "url", "iban", "card", "phone", "us_ssn", "ip", "mac", "date_of_birth"]
RULE_KINDS: tuple[RuleKind, ...] = get_args(RuleKind)  # the first wins where two begin at one place
_DATE = (
    r"(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}(?:st|nd|rd|th|\.)?\s\w{3,9}\.?,?\s\d{4}|"
    r"\w{3,9}\.?\s\d{1,2},?\s\d{4})"
)
_BORN = (
    r"born(?:\son)?|date\sof\sbirth|birth\s?da(?:te|y)|d\.?o\.?b\.?|geboren(?:\sam)?|geburtsdatum|n[ée]+\sle|"
    r"date\sde\snaissance|fecha\sde\snacimiento|nacid[oa]\sel|nat[oa]\sil|data\sdi\snascita"
)
_PRIVATE_KEY = (
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s:,-]{0,20000}?"
    r"-----END [A-Z ]{0,30}PRIVATE KEY-----"
)
_SECRETS = (
    _PRIVATE_KEY,
    r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}",  # a JSON Web Token
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{36,255}\b",
    r"\bgithub_pat_\w{50,255}\b",
    r"\bglpat-[\w-]{20,64}\b",
    r"\bxox[abprs]-[\w-]{10,250}",
    r"\bsk-[\w-]{20,200}",
    r"\b[sr]k_(?:live|test)_\w{16,200}\b",
    r"\bAIza[\w-]{35}\b",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Where one piece of personal data stands, in code points."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None

    def find(self, kind: str, text: str) -> Iterator[Finding]:
        for match in self.pattern.finditer(text):
            start, end = match.span("it" if "it" in self.pattern.groupindex else 0)
            if self.check is None or self.check(text[start:end]):
                yield Finding(kind, start, end)


_IPV4 = r"(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)"
_IPV6 = r"(?=[0-9A-Fa-f:]{0,4}:)[0-9A-Fa-f:.]{3,45}(?<!\.)(?![\w:])"
_URL = r"\b(?:https?|ftp)://[^\s<>\"'{}|\\^`]{1,2000}[^\s<>\"'{}|\\^`.,;:!?)\]]"
_IBAN = r"\b[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?)\b"
_MAC = r"(?<![\w:-])[0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5})(?![\w:-])"
_EMAIL = r"(?<![\w.%+-])[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}\b"
_RULES: dict[RuleKind, _Rule] = {
    "secret": _Rule(re.compile("|".join(_SECRETS))),
    "email": _Rule(re.compile(_EMAIL)),
    "url": _Rule(re.compile(_URL, re.IGNORECASE)),
    "iban": _Rule(re.compile(_IBAN), is_iban),
    "card": _Rule(re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])"), is_card),
    "us_ssn": _Rule(re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")),
    "ip": _Rule(re.compile(rf"(?<![\w.:])(?:{_IPV4}|{_IPV6})"), is_ip),
    "mac": _Rule(re.compile(_MAC)),
    "date_of_birth": _Rule(re.compile(rf"\b(?:{_BORN})\W{{1,5}}(?P<it>{_DATE})", re.IGNORECASE)),
}


def find_by_rules(text: str, kinds: tuple[RuleKind, ...], region: str | None) -> list[Finding]:
    """Return what the rules find, in the order of the text, none within another.

    *region* (ISO 3166) is where telephone numbers without a country's prefix belong; without one only those
    with a prefix are found.
    """
    found: list[Finding] = []
    for kind in kinds:
        found += _phones(text, region) if kind == "phone" else _RULES[kind].find(kind, text)
    return disjoint(found)


def disjoint(found: list[Finding]) -> list[Finding]:
    """Return the findings in order; of those that overlap the first, of those the longest."""
    chosen: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not chosen or one.start >= chosen[-1].end:
            chosen.append(one)
    return chosen


def _phones(text: str, region: str | None) -> Iterator[Finding]:
    matcher = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID)
    for match in matcher:
        yield Finding("phone", match.start, match.end)
