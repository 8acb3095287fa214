"""Languages of texts, by py3langid (BSD-3-Clause; its model ships in its package)."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped] # has no types

from flowforge_data.core.text.forms import UnknownLanguage

NO_LANGUAGE: Final = "zxx"
_READ: Final = 20_000


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def ranked(text: str, among: Sequence[str] | None) -> dict[str, float]:
    """Return the languages with their probabilities, the most likely first; none for a text without letters.

    Raises UnknownLanguage.
    """
    found = _identifier()
    for code in among or ():
        if code not in found.labels:
            raise UnknownLanguage(value=repr(code), known=", ".join(sorted(found.labels)))
    if not any(letter.isalpha() for letter in text[:_READ]):
        return {}
    shares = [(code, float(share)) for code, share in found.rank(text[:_READ]) if not among or code in among]
    total = sum(share for _, share in shares) or 1.0
    return {str(code): round(share / total, 4) for code, share in shares}
