"""Ids of points: any text for callers; a whole number or a UUID in the store."""

import re
import uuid
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from flowforge_vector.engines.port import PointKey, StoredPoint

ID_FIELD = "_id"  # payload field with the caller's id where the store's differs
PointId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]+$"),
    Field(
        coerce_numbers_to_str=True,
        description="Id of a point: any text of at most 200 characters, or a number.",
    ),
]
_NAMESPACE = uuid.UUID("0a3b5f4e-93f0-5c0e-8f3c-2d7a3b1f6c11")
_NUMBER = re.compile(r"0|[1-9]\d{0,18}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOST = 2**63


def to_key(point_id: str) -> PointKey:
    """Return the store's id: the number or UUID itself, else a UUID made of the text."""
    if _NUMBER.fullmatch(point_id) and int(point_id) < _MOST:
        return int(point_id)
    if _UUID.fullmatch(point_id):
        return point_id
    return str(uuid.uuid5(_NAMESPACE, point_id))


def is_plain(point_id: str) -> bool:
    """Return whether the store has the id as it is."""
    return str(to_key(point_id)) == point_id


def to_id(point: StoredPoint) -> str:
    """Return the caller's id of a stored point."""
    return str(point["payload"].get(ID_FIELD, point["id"]))


def content_id(*parts: Any) -> str:
    """Return an id made of the content, so that a repeated request writes the same point."""
    return str(uuid.uuid5(_NAMESPACE, "\x00".join(map(str, parts))))
