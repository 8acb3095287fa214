"""Import points from a file: JSON Lines or Parquet, as the export writes them.

Each point needs an `id`, `text`, or vectors. Vectors of texts are taken as they are if they are of the
collection's model, and an error if they are not, unless `reembed` is set. Points are written in parts of
500; repeating an import changes nothing.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from flowforge_vector.core.collections.errors import WRITING, PointQuotaReached
from flowforge_vector.core.points.model import PointInput
from flowforge_vector.core.points.writing import OnError, PointError, PointsRejected, write_points
from flowforge_vector.core.transfer.converting import ParquetUnreadable, convert
from flowforge_vector.core.transfer.lines import LineUnreadable, read_lines
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import KEYWORD_VECTOR, TEXT_VECTOR, CollectionRecord
from flowforge_vector.engines.errors import EMBEDDING_ERRORS, WRITE_ERRORS, StoreRefused
from servicekit import Context, FileInput, FileRule, InvalidInput, RequestForm, operation

_PART, _MOST_ERRORS = 500, 100
_PARQUET = b"PAR1"


class ModelMismatch(InvalidInput):
    code = "MODEL_MISMATCH"
    message = (
        "'file' has vectors of the model '{given}' on line {line}; the collection's model is '{own}'. Set "
        "'reembed' to embed the texts again."
    )


class PointMalformed(InvalidInput):
    code = "IMPORT_POINT_MALFORMED"
    message = "'file' has no valid point on line {line}: {reason}. Lines before it may have been written."


class ImportForm(RequestForm):
    file: Annotated[FileInput, FileRule(max_bytes=1 << 30)] = Field(
        description="The file of points, as points/export writes it."
    )
    reembed: bool = Field(default=False, description="Ignore the vectors of texts in the file.")
    on_error: OnError = Field("reject", description="What to do with a point that is not valid.")


class ImportResult(BaseModel):
    written: int = Field(description="How many points were stored.")
    skipped: int = Field(description="How many points had faults and were left out.")
    errors: list[PointError] = Field(description="The first 100 points that were skipped, by their line.")


@operation(
    "/collections/{collection}/import-points",
    errors=[
        *WRITING,
        *EMBEDDING_ERRORS,
        *WRITE_ERRORS,
        PointQuotaReached,
        PointsRejected,
        StoreRefused,
        ParquetUnreadable,
        LineUnreadable,
        ModelMismatch,
        PointMalformed,
    ],
    example={"file": {"base64": "eyJpZCI6ICIxIiwgInRleHQiOiAiVHJhaW5zIGxlYXZlIGF0IGVpZ2h0LiJ9"}},
    deadline=timedelta(minutes=30),
    needs="a collection named 'articles'",
)
async def import_points(
    form: ImportForm, collection: str, context: Context, vectors: VectorService
) -> ImportResult:
    record = await vectors.find(collection, context.consumer, "write")
    path = form.file.path
    with form.file.open() as stream:
        is_parquet = stream.read(4) == _PARQUET
    if is_parquet:
        path = context.workspace / "points.jsonl"
        await convert("from", form.file.path, path)
    points = _points(read_lines(path), record, form)
    written, errors, skipped = 0, list[PointError](), 0
    while part := list(islice(points, _PART)):
        context.check()
        numbers = [number for number, _ in part]
        found = await write_points(
            vectors, record, [point for _, point in part], context.consumer, form.on_error
        )
        written += found.written
        skipped += len(found.errors)
        errors += [one.model_copy(update={"index": numbers[one.index]}) for one in found.errors]
    return ImportResult(written=written, skipped=skipped, errors=errors[:_MOST_ERRORS])


def _points(
    lines: Iterator[tuple[int, dict[str, Any]]], record: CollectionRecord, form: ImportForm
) -> Iterator[tuple[int, PointInput]]:
    for number, line in lines:
        model = line.pop("model", None)
        text_vector = (line.get("vectors") or {}).get(TEXT_VECTOR)
        if form.reembed:
            (line.get("vectors") or {}).pop(TEXT_VECTOR, None)
            (line.get("sparse_vectors") or {}).pop(KEYWORD_VECTOR, None)
        elif text_vector is not None and model != record.model:
            raise ModelMismatch(given=model, own=record.model, line=number)
        try:
            yield number, PointInput.model_validate(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise PointMalformed(line=number, reason=f"'{place}' is wrong") from error
