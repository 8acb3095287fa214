"""JSON text in several styles."""

from typing import Any, Literal

import msgspec
import rfc8785

from flowforge_data.core.documents.json.forms import NotCanonical
from flowforge_data.core.formats.trees import plain


def formatted(document: Any, style: str, indent: int, *, sort_keys: bool) -> bytes:
    """Return UTF-8. Raises NotCanonical for values that RFC 8785 cannot write."""
    if style == "canonical":
        try:
            return rfc8785.dumps(plain(document))
        except rfc8785.CanonicalizationError as error:
            raise NotCanonical(reason=_reason(error)) from error
    order: Literal["sorted"] | None = "sorted" if sort_keys else None
    encoded = msgspec.json.Encoder(decimal_format="number", order=order).encode(document)
    return msgspec.json.format(encoded, indent=indent) if style == "pretty" else encoded


def _reason(error: Exception) -> str:
    if isinstance(error, rfc8785.IntegerDomainError):
        return "it has an integer beyond 2^53, which canonical JSON cannot write"
    return "it has a number or a text that canonical JSON cannot write"
