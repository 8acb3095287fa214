"""Replace the whole payload of selected points, all but what the service keeps in it."""

from collections.abc import AsyncIterator
from typing import Any

from flowforge_vector.core.document_fields import DOCUMENT_FIELD, DOCUMENT_FIELDS
from flowforge_vector.core.points.selection import Selection
from flowforge_vector.core.points.updating import ChangedPoints, own_fields
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from flowforge_vector.engines.port import StoredPoint
from servicekit import ResourceLimit

MAX_REPLACED = 100_000
_PAGE = 1000


class TooManyPointsSelected(ResourceLimit):
    code = "TOO_MANY_POINTS_SELECTED"
    message = "The selection has {count} points and {limit} are changed at once: narrow the filter."


async def replace_payload(
    service: VectorService, record: CollectionRecord, selection: Selection, payload: dict[str, Any]
) -> ChangedPoints:
    """Set *payload* on the selected points. Raises TooManyPointsSelected and FilterEmpty.

    Points are changed by their ids, page by page: the filter may be about the fields that are replaced.
    """
    condition = selection.condition()
    count = await service.store.count(record.id, condition)
    if count > MAX_REPLACED:
        raise TooManyPointsSelected(count=count, limit=MAX_REPLACED)
    changed = 0
    selected = [part async for part in _pages(service, record, condition)]
    for part in selected:
        await _replace(service, record, part, payload)
        changed += sum(map(len, part.values()))
    return ChangedPoints(changed=changed)


async def _pages(
    service: VectorService, record: CollectionRecord, condition: dict[str, Any]
) -> AsyncIterator[dict[tuple[str, ...], list[Any]]]:
    """Yield the ids of the selected points, grouped by the fields that each is to lose."""
    offset = None
    while True:
        request = {"filter": condition, "limit": _PAGE, "offset": offset, "with_vector": False}
        points, offset = await service.store.scroll(record.id, request)
        groups: dict[tuple[str, ...], list[Any]] = {}
        for point in points:
            groups.setdefault(_replaced_fields(point, record), []).append(point["id"])
        yield groups
        if offset is None:
            return


def _replaced_fields(point: StoredPoint, record: CollectionRecord) -> tuple[str, ...]:
    """Return the fields of a point that callers own: of a chunk not those that tie it to its document."""
    kept = own_fields(record) | (DOCUMENT_FIELDS if DOCUMENT_FIELD in point["payload"] else frozenset())
    return tuple(sorted(name for name in point["payload"] if name not in kept))


async def _replace(
    service: VectorService,
    record: CollectionRecord,
    groups: dict[tuple[str, ...], list[Any]],
    payload: dict[str, Any],
) -> None:
    for names, points in groups.items():
        if payload:
            change = {"set_payload": {"payload": payload, "points": points}}
            await service.store.update(record.id, change)
        lost = [_quoted(name) for name in names if name not in payload]
        if lost:
            await service.store.update(record.id, {"delete_payload": {"keys": lost, "points": points}})


def _quoted(name: str) -> str:
    """Return the path of a top-level field. A name with dots or brackets would be read as a path."""
    return name if name.replace("_", "").replace("-", "").isalnum() else f'"{name}"'
