"""Write points of a request: all of them, or those without faults."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_vector.core.point_ids import to_key
from flowforge_vector.core.points.checking import Fault
from flowforge_vector.core.points.model import PointInput
from flowforge_vector.core.points.preparing import check_points, encode_texts, to_batch
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from servicekit import Consumer, ErrorDetail, InvalidInput

OnError = Literal["reject", "skip"]
_MOST_DETAILS = 20


class PointsRejected(InvalidInput):
    code = "POINTS_REJECTED"
    message = "Nothing was written: {count} of {total} points are not valid. {first}."


class PointError(BaseModel):
    """Why one point was not written."""

    index: int = Field(description="Its place in the request, from 0.")
    id: str | None = Field(description="Id of the point; null if it has none.")
    code: str = Field(description="Stable code of the error, as in an error answer.")
    message: str = Field(description="What is wrong with the point.")


class WrittenPoints(BaseModel):
    written: int = Field(description="How many points were stored.")
    ids: list[str] = Field(description="Ids of the points that were written, in the order of the request.")
    errors: list[PointError] = Field(description="Points that were skipped; only with `on_error` skip.")


async def write_points(
    service: VectorService,
    record: CollectionRecord,
    points: Sequence[PointInput],
    consumer: Consumer,
    on_error: OnError,
) -> WrittenPoints:
    """Check all points, embed their texts, and write them. Raises PointsRejected."""
    checked, faults = check_points(points, record)
    if faults and on_error == "reject":
        raise _rejection(faults, len(points))
    if checked:
        keys = [to_key(one.id) for one in checked]
        await service.check_quota(record, len(checked), consumer, replaced=keys)
        await encode_texts(checked, record, service, consumer)
        await service.store.upsert(record.id, to_batch(checked, record))
    errors = [
        PointError(index=index, id=points[index].id, code=fault.code, message=fault.message)
        for index, fault in faults.items()
    ]
    return WrittenPoints(written=len(checked), ids=[one.id for one in checked], errors=errors)


def _rejection(faults: dict[int, Fault], total: int) -> PointsRejected:
    shown = list(faults.items())[:_MOST_DETAILS]
    index, fault = shown[0]
    return PointsRejected(
        count=len(faults),
        total=total,
        first=f"'points[{index}]': {fault.message.rstrip('.')}",
        details=[ErrorDetail(field=f"points[{place}]", message=one.message) for place, one in shown],
    )
