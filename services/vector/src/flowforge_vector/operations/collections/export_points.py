"""Export the points of a collection as a file: JSON Lines or Parquet, with their vectors.

The file can be imported into any collection with vectors of the same names, here or at another service,
whichever store it uses.
"""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from flowforge_vector.core.collections.errors import READING
from flowforge_vector.core.filters.model import FilterInput, to_document
from flowforge_vector.core.transfer.converting import ParquetUnreadable, convert
from flowforge_vector.core.transfer.lines import read_points, to_line
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.errors import STORE_ERRORS
from servicekit import Context, FileOutput, RequestBody, operation


class ExportRequest(RequestBody):
    format: Literal["jsonl", "parquet"] = Field(
        default="jsonl", description="`jsonl` has one point on each line, `parquet` is smaller and typed."
    )
    filter: FilterInput | None = Field(
        default=None, description="Which points to consider; all of them if absent."
    )
    with_vectors: bool = Field(default=True, description="Without vectors, texts are embedded at the import.")


@operation(
    "/collections/{collection}/export-points",
    errors=[*READING, *STORE_ERRORS, ParquetUnreadable],
    example={"format": "jsonl"},
    deadline=timedelta(minutes=10),
    needs="a collection named 'articles'",
)
async def export_points(
    request: ExportRequest, collection: str, context: Context, vectors: VectorService
) -> FileOutput:
    record = await vectors.find(collection, context.consumer)
    lines = context.workspace / "points.jsonl"
    condition = to_document(request.filter)
    with lines.open("wb") as output:
        async for points in read_points(vectors, record, condition, with_vectors=request.with_vectors):
            context.check()
            output.writelines(to_line(one, record) for one in points)
    if request.format == "jsonl":
        return FileOutput(lines, "application/x-ndjson", f"{record.name}.jsonl")
    table = context.workspace / "points.parquet"
    await convert("to", lines, table)
    return FileOutput(table, "application/vnd.apache.parquet", f"{record.name}.parquet")
