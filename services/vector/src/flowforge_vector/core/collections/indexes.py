"""Operations that need an index of a payload field."""

from collections.abc import Sequence

from flowforge_vector.engines.catalog.record import CollectionRecord
from servicekit import InvalidInput


class IndexMissing(InvalidInput):
    code = "INDEX_MISSING"
    message = "The field '{field_name}' needs an index of type {kinds}; it has {present}. Create one first."


def check_index(record: CollectionRecord, field_name: str, kinds: Sequence[str]) -> None:
    """Raise IndexMissing if the field has no index of one of *kinds*."""
    present = record.indexes.get(field_name)
    if present not in kinds:
        raise IndexMissing(field_name=field_name, kinds=" or ".join(kinds), present=present or "none")
