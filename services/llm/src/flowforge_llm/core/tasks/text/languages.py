"""The language of a text, by py3langid (BSD-3-Clause; its model ships in its package)."""

from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped] # has no types

from servicekit import InvalidInput

NO_LANGUAGE = "zxx"
_LOOKED_AT = 20_000


class LanguageUnknown(InvalidInput):
    code = "LANGUAGE_UNKNOWN"
    message = "'among' has the unknown language '{code}'. Known: {known}."


def rank(text: str, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
    """Return languages and their shares, the likeliest first. Raises LanguageUnknown."""
    identifier = _identifier()
    for code in among or ():
        if code not in identifier.labels:
            raise LanguageUnknown(code=code, known=", ".join(sorted(identifier.labels)))
    ranked: list[tuple[str, float]] = [
        (code, float(share))
        for code, share in identifier.rank(text[:_LOOKED_AT])
        if among is None or code in among
    ]
    total = sum(share for _, share in ranked)
    if total == 0:
        return [(code, 1 / len(ranked)) for code, _ in ranked]
    return [(code, share / total) for code, share in ranked]


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
