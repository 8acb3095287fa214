"""Search a text for personal data of all types."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from flowforge_pii import birth, credentials, email, network, payment
from flowforge_pii.matching import Pattern
from flowforge_pii.national_ids import find_national_ids, find_us_ssns
from flowforge_pii.payment import find_ibans
from flowforge_pii.phone import find_phones
from flowforge_pii.spans import TYPES, PiiType, Span, without_overlaps

_PATTERNS: tuple[Pattern, ...] = (
    *credentials.PATTERNS,
    *email.PATTERNS,
    *network.PATTERNS,
    *payment.PATTERNS,
    *birth.PATTERNS,
)
_FINDERS: Mapping[PiiType, Callable[[str, Sequence[str]], Iterator[Span]]] = {
    "iban": lambda text, _: find_ibans(text),
    "phone": find_phones,
    "us_ssn": find_us_ssns,
    "national_id": find_national_ids,
}


def find_personal_data(
    text: str,
    types: Collection[PiiType] = TYPES,
    regions: Sequence[str] = (),
    min_confidence: float = 0.5,
) -> list[Span]:
    """Return the personal data in *text* in its order; spans do not overlap.

    *regions* (ISO 3166) are countries whose phone numbers and national ids may appear without a prefix or a
    word that names them. A value is looked at as every type, also those not in *types*: a card number is
    never returned as a phone number. Web addresses are the exception: they may contain other data.
    """
    found = [span for pattern in _PATTERNS for span in pattern.find(text)]
    for finder in _FINDERS.values():
        found += finder(text, regions)
    candidates = [one for one in found if one.type in types or one.type != "url"]
    chosen = without_overlaps(one for one in candidates if one.confidence >= min_confidence)
    return [one for one in chosen if one.type in types]
