"""Numbers that states give to people. Their check digits are those of python-stdnum.

Long runs of digits count only behind a word that names the number, or where the caller names the region:
one in ten or eleven numbers of the right length passes a check digit.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from flowforge_pii.matching import has_before, words
from flowforge_pii.spans import Span

_TAX = ("tax id", "tin", "tax identification", "tax number", "taxpayer")


@dataclass(frozen=True, slots=True)
class NationalId:
    """*stdnum* names the module that checks it. With *confidence* 0 context or region is needed."""

    region: str
    regex: re.Pattern[str]
    stdnum: str | None
    context: re.Pattern[str]
    confidence: float = 0.0

    def is_valid(self, value: str) -> bool:
        if self.stdnum is None:
            return True
        check: Callable[[str], bool] = import_module(f"stdnum.{self.stdnum}").is_valid
        return bool(check(value))


def _id(
    region: str, regex: str, stdnum: str | None, context: tuple[str, ...], confidence: float = 0.0
) -> NationalId:
    whole = re.compile(rf"(?<![\w.+-])(?:{regex})(?![\w-]|\.\d)", re.IGNORECASE)
    return NationalId(region, whole, stdnum, words(*context), confidence)


IDS: tuple[NationalId, ...] = (
    _id("GB", r"\d{3}[ -]?\d{3}[ -]?\d{4}", "gb.nhs", ("nhs",)),
    _id(
        "GB",
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]"
        r"[A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]",
        None,
        ("nino", "ni", "national insurance"),
        0.8,
    ),
    _id(
        "IT",
        r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]",
        "it.codicefiscale",
        ("codice fiscale", r"c\.?f\.?"),
        0.95,
    ),
    _id("ES", r"\d{8}[ -]?[A-Z]", "es.dni", ("dni", "nif", "documento"), 0.75),
    _id("ES", r"[XYZ][ -]?\d{7}[ -]?[A-Z]", "es.nie", ("nie", "nif"), 0.8),
    _id("PL", r"\d{11}", "pl.pesel", ("pesel",)),
    _id(
        "DE",
        r"\d{2} ?\d{3} ?\d{3} ?\d{3}",
        "de.idnr",
        ("steuer.?id\\w*", "steuer.?identifikations\\w*", "idnr", "steuernummer", *_TAX),
    ),
    _id("SE", r"(?:\d{2})?\d{6}[-+]\d{4}", "se.personnummer", ("personn\\w+", "person number", "pnr"), 0.7),
    _id("SE", r"(?:\d{2})?\d{10}", "se.personnummer", ("personn\\w+", "person number", "pnr")),
    _id(
        "FR",
        r"[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}",
        "fr.nir",
        ("nir", "sécurité sociale", "insee"),
        0.85,
    ),
    _id("NL", r"\d{9}", "nl.bsn", ("bsn", "burgerservicenummer", "sofi-?nummer")),
    _id(
        "BE",
        r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}",
        "be.nn",
        ("rijksregister\\w*", "registre national", "niss", "insz"),
        0.9,
    ),
    _id("BE", r"\d{11}", "be.nn", ("rijksregister\\w*", "registre national", "niss", "insz")),
    _id("CH", r"756\.\d{4}\.\d{4}\.\d{2}|756\d{10}", "ch.ssn", ("ahv\\w*", "avs", "navs"), 0.95),
    _id("DK", r"\d{6}-?\d{4}", "dk.cpr", ("cpr\\w*",)),
    _id("NO", r"\d{6} ?\d{5}", "no.fodselsnummer", ("fødselsnummer", "fnr", "personnummer")),
    _id("FI", r"\d{6}[-+A]\d{3}[0-9A-Y]", "fi.hetu", ("hetu", "henkilötunnus"), 0.9),
    _id("PT", r"\d{3} ?\d{3} ?\d{3}", "pt.nif", ("nif", "contribuinte")),
    _id("IE", r"\d{7}[A-W][A-IW]?", "ie.pps", ("pps\\w*",)),
    _id("BR", r"\d{3}\.\d{3}\.\d{3}-\d{2}", "br.cpf", ("cpf",), 0.95),
    _id("BR", r"\d{11}", "br.cpf", ("cpf",)),
    _id("IN", r"\d{4}[ -]?\d{4}[ -]?\d{4}", "in_.aadhaar", ("aadhaa?r",)),
    _id("IN", r"[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]", "in_.pan", ("pan",)),
    _id("CA", r"\d{3}[ -]?\d{3}[ -]?\d{3}", "ca.sin", ("sin", "social insurance")),
    _id("AU", r"\d{3} ?\d{3} ?\d{3}", "au.tfn", ("tfn", "tax file")),
    _id("US", r"9\d{2}-[5-9]\d-\d{4}", "us.itin", ("itin", *_TAX)),
)
_SSN = re.compile(
    r"(?<![\w.-])(?!000|666|9)\d{3}(?P<separator>[ -]?)(?!00)\d{2}(?P=separator)(?!0000)\d{4}(?![\w-]|\.\d)"
)
_SSN_WORDS = words("ssn", "ssns", "social security", r"soc\.? ?sec", *_TAX)


def find_national_ids(text: str, regions: Sequence[str]) -> Iterator[Span]:
    """Yield the numbers of every country whose check digits are right."""
    for one in IDS:
        for match in one.regex.finditer(text):
            has_context = has_before(text, match.start(), one.context)
            confidence = 0.95 if has_context else max(one.confidence, 0.6 if one.region in regions else 0)
            if confidence and one.is_valid(match[0]):
                yield Span(
                    "national_id",
                    match[0],
                    match.start(),
                    match.end(),
                    confidence,
                    one.region,
                    not has_context,
                )


def find_us_ssns(text: str, regions: Sequence[str]) -> Iterator[Span]:
    """Yield social security numbers: with hyphens, or without where a word names them."""
    for match in _SSN.finditer(text):
        has_context = has_before(text, match.start(), _SSN_WORDS)
        is_hyphened = match["separator"] == "-"
        confidence = (
            0.95
            if has_context
            else 0.85
            if is_hyphened
            else 0.5
            if "US" in regions and match["separator"]
            else 0
        )
        if confidence:
            yield Span("us_ssn", match[0], match.start(), match.end(), confidence, "US", not has_context)
