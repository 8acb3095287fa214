"""Change the payloads of selected points."""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_vector.core.point_ids import ID_FIELD
from flowforge_vector.core.points.checking import TEXT_FIELD, PointFault, check_payload
from flowforge_vector.core.points.selection import Selection
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from servicekit import InvalidInput


class PayloadNotAllowed(InvalidInput):
    code = "PAYLOAD_NOT_ALLOWED"
    message = "'payload' cannot be set: {reason}."


class FieldReserved(InvalidInput):
    code = "FIELD_RESERVED"
    message = (
        "'{field_name}' cannot be changed here: the vectors of the point are made of it. Upsert the point."
    )


class ChangedPoints(BaseModel):
    changed: int = Field(description="Points that the selection found.")


def check_new_payload(payload: dict[str, Any], record: CollectionRecord) -> None:
    """Raise PayloadNotAllowed or FieldReserved. The text of a searchable point changes by an upsert only."""
    try:
        check_payload(payload)
    except PointFault as error:
        raise PayloadNotAllowed(reason=error.fault.message.rstrip(".")) from error
    check_fields(list(payload), record)


def check_fields(names: list[str], record: CollectionRecord) -> None:
    """Raise FieldReserved for fields that belong to the service."""
    reserved = own_fields(record)
    for name in names:
        if name.partition(".")[0] in reserved:
            raise FieldReserved(field_name=name)


def own_fields(record: CollectionRecord) -> frozenset[str]:
    """Return the payload fields that only the service writes."""
    return frozenset([ID_FIELD, TEXT_FIELD] if record.text_search != "none" else [ID_FIELD])


async def update_payload(
    service: VectorService, record: CollectionRecord, kind: str, selection: Selection, change: dict[str, Any]
) -> ChangedPoints:
    """Apply a change of Qdrant's `points/batch` to the selected points."""
    count = await service.store.count(record.id, selection.condition())
    if count:
        await service.store.update(
            record.id, {kind: {**change, **await _existing(service, record, selection)}}
        )
    return ChangedPoints(changed=count)


async def _existing(service: VectorService, record: CollectionRecord, selection: Selection) -> dict[str, Any]:
    """Return the selection; of ids only those that exist."""
    document = selection.document()
    if "filter" in document:
        return document
    found = await service.store.retrieve(record.id, document["points"], with_vector=False)
    return {"points": [one["id"] for one in found]}
