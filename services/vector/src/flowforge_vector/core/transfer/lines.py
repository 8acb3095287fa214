"""Points as lines of JSON: `{"id", "text", "payload", "vectors", "sparse_vectors", "model"}`."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from flowforge_vector.core.point_ids import ID_FIELD, to_id
from flowforge_vector.core.points.checking import TEXT_FIELD
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from flowforge_vector.engines.port import Document, StoredPoint
from servicekit import InvalidInput

_PAGE = 500
MAX_LINE_BYTES = 8 << 20


class LineUnreadable(InvalidInput):
    code = "IMPORT_LINE_UNREADABLE"
    message = "'file' has no JSON object on line {line}. Lines before it were written."


async def read_points(
    service: VectorService, record: CollectionRecord, condition: Document | None, *, with_vectors: bool
) -> AsyncIterator[list[StoredPoint]]:
    """Yield the points of a collection page by page, in the order of their ids."""
    offset = None
    while True:
        wanted: Document = {"limit": _PAGE, "filter": condition, "with_vector": with_vectors}
        if offset is not None:
            wanted["offset"] = offset
        points, offset = await service.store.scroll(record.id, wanted)
        yield points
        if offset is None:
            return


def to_line(point: StoredPoint, record: CollectionRecord) -> bytes:
    """Return a point as a line of JSON, with vectors in the fewest digits that tell 32-bit floats apart."""
    payload = {name: value for name, value in point["payload"].items() if name != ID_FIELD}
    line: dict[str, Any] = {"id": to_id(point)}
    if isinstance(payload.get(TEXT_FIELD), str) and record.text_search != "none":
        line["text"] = payload.pop(TEXT_FIELD)
    line["payload"] = payload
    vectors = point.get("vector") or {}
    dense = {name: np.asarray(one, np.float32) for name, one in vectors.items() if isinstance(one, list)}
    sparse = {name: one for name, one in vectors.items() if isinstance(one, dict)}
    if vectors:
        line |= {"vectors": dense, "sparse_vectors": sparse, "model": record.model}
    return orjson.dumps(line, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE)


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file and the numbers of their lines. Raises LineUnreadable."""
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(MAX_LINE_BYTES):
            number += 1
            if not line.strip():
                continue
            yield number, _object(line, number)


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        found = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise LineUnreadable(line=number) from error
    if not isinstance(found, dict):
        raise LineUnreadable(line=number)
    return found
