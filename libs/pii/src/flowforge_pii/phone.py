"""Phone numbers, by the numbering plans of all countries."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import phonenumbers

from flowforge_pii.matching import has_before, just_before
from flowforge_pii.spans import Span

# Tried in this order for a number behind a word such as "phone", where the caller names no region.
_USUAL = ["US", "GB", "DE", "FR", "ES", "IT", "NL", "BE", "CH", "AT", "PL", "PT", "SE", "IN", "BR", "AU"]
_PREFIX = re.compile(r"(?<![\w+.,/-])(?:00|011[ -]?)(?=[1-9]\d?[\d ()./-]{6})")
_LINK = re.compile(
    r"(?:wa\.me/|whatsapp\.com/send/?\?phone=|tel:)\+?(?P<value>\d{8,15})(?!\d)", re.IGNORECASE
)
_VANITY = re.compile(
    r"(?<![\w+-])(?:\+?1[-. ])?\(?8(?:00|33|44|55|66|77|88)\)?[-. ]"
    r"(?=[\w-]*[A-Z]{3})[A-Z0-9][A-Z0-9-]{5,9}(?![\w-])"
)
_PHONE_WORDS = re.compile(
    r"(?<!\w)(?:(?:tele|mobile |cell)?phone|tele?|tél(?:éphone)?|telef[oó]no?|telefonn?ummer|telefoon|"
    r"telefone|mobil\w*|cell\w*|handy\w*|portable|móvil|celular|call(?:ing|s)?|ring|dial|text|sms|fax|"
    r"whatsapp|hotline|ruf\w*|anrufen|appel\w*|ll[aá]m\w*|chiam\w*|bel|contact|erreichbar|"
    r"(?:reach|ring) \w+ (?:at|on))(?!\w)",
    re.IGNORECASE,
)
_OTHER_NUMBERS = just_before(
    r"(?:order|invoice|ticket|case|reference|ref|tracking|serial|version|isbn|ean|sku|article|part|model|customer|"
    r"account|bestell\w*|rechnung\w*|auftrag\w*|kunden\w*|artikel\w*|commande|facture|pedido|factura|ordine|fattura|"
    r"pesel|nhs|bsn|id|idnr|iban|blz|vat|ust-?id\w*|port|patent|doi)"
    r"(?:\s?(?:no|nr|number|num|nummer|numéro|id|code))?"
)
_NEAR = 40
_LEAST_DIGITS, _MOST_TRIES = 6, 5000


def find_phones(text: str, regions: Sequence[str]) -> Iterator[Span]:
    """Yield numbers with a country prefix, those of *regions*, and those behind a word such as "phone".

    For the last, the regions that the text itself shows by prefixes are tried first, then the usual ones.
    """
    international = [*_international(text), *_linked(text), *_vanity(text)]
    yield from international
    for region in regions:
        yield from _national(text, region, 0.85)
    if not regions:
        shown = dict.fromkeys(one.region for one in international if one.region)
        yield from _behind_words(text, list(dict.fromkeys([*shown, *_USUAL])))


def _international(text: str) -> Iterator[Span]:
    """Yield numbers that begin with +, 00 or 011. A prefix is replaced by one of the same length with +."""
    plain = _PREFIX.sub(lambda match: "+".rjust(len(match[0])), text)
    for match in phonenumbers.PhoneNumberMatcher(plain, None, leniency=phonenumbers.Leniency.VALID):
        start = match.start
        while start and plain[start - 1] != text[start - 1]:
            start -= 1
        region = phonenumbers.region_code_for_number(match.number)
        yield _span(text, start, match.end, 0.95, region)


def _linked(text: str) -> Iterator[Span]:
    for match in _LINK.finditer(text):
        region = _region_of("+" + match["value"], None)
        if region is not None:
            yield _span(text, match.start("value"), match.end("value"), 0.95, region)


def _vanity(text: str) -> Iterator[Span]:
    for match in _VANITY.finditer(text):
        if _region_of(phonenumbers.convert_alpha_characters_in_number(match[0]), "US") is not None:
            yield _span(text, match.start(), match.end(), 0.8, "US", is_assumed=True)


def _national(text: str, region: str, confidence: float) -> Iterator[Span]:
    for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
        if match.raw_string.startswith("+") or has_before(text, match.start, _OTHER_NUMBERS):
            continue
        yield _span(text, match.start, match.end, confidence, region, is_assumed=True)


def _behind_words(text: str, regions: list[str]) -> Iterator[Span]:
    """Yield the number after each word that announces one, read by the first region whose plan it fits.

    That region is tried first from then on: a text rarely has numbers of many countries without prefixes.
    """
    tries = 0
    for word in _PHONE_WORDS.finditer(text):
        near = text[word.end() : word.end() + _NEAR]
        if sum(map(str.isdigit, near)) < _LEAST_DIGITS or tries > _MOST_TRIES:
            continue
        near = text[word.end() : word.end() + 2 * _NEAR]
        for region in regions:
            tries += 1
            found = next(_national(near, region, 0.6), None)
            if found is not None and _is_near(near, found):
                regions = [region, *(one for one in regions if one != region)]
                shift = word.end()
                yield replace(found, start=found.start + shift, end=found.end + shift)
                break


def _is_near(near: str, found: Span) -> bool:
    """Return whether *found* is in the sentence of the word in front of it."""
    return found.start <= _NEAR and ". " not in near[2 : found.start]


def _region_of(number: str, region: str | None) -> str | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.region_code_for_number(parsed)


def _span(
    text: str, start: int, end: int, confidence: float, region: str | None, *, is_assumed: bool = False
) -> Span:
    known = region if region != "001" else None  # of no country
    return Span("phone", text[start:end], start, end, confidence, known, is_assumed and known is not None)
