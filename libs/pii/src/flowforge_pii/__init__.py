"""Find personal data in text by patterns, checksums and context words. Pure code: no model, no network.

`find_personal_data` returns spans with type, value, offsets, confidence and region.
"""

from flowforge_pii.finding import find_personal_data
from flowforge_pii.spans import TYPES, PiiType, Span, without_overlaps

__all__ = ["TYPES", "PiiType", "Span", "find_personal_data", "without_overlaps"]
