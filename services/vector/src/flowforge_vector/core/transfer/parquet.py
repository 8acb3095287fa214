"""Convert between JSON Lines and Parquet: `python -m flowforge_vector.core.transfer.parquet to|from IN OUT`.

A process of its own: the library is large, and files to import come from strangers. In Parquet the payload
is a column of JSON, and every vector has a column: `vector.<name>` a list of floats, `sparse.<name>` a
struct.
"""

import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

_ROWS = 2000
_MEMORY_BYTES, _CPU_SECONDS = 4 << 30, 300
DENSE, SPARSE = "vector.", "sparse."


def write_parquet(source: Path, target: Path) -> None:
    """Write the points of a file of lines. The first lines tell which vectors there are."""
    import pyarrow as pa  # noqa: PLC0415 - see above
    import pyarrow.parquet as pq  # noqa: PLC0415 - likewise

    names = _vector_names(source)
    floats = pa.list_(pa.float32())
    pairs = pa.struct([("indices", pa.list_(pa.uint32())), ("values", floats)])
    fields = [pa.field(name, pa.string()) for name in ("id", "text", "payload", "model")]
    fields += [pa.field(DENSE + name, floats) for name in sorted(names["vectors"])]
    fields += [pa.field(SPARSE + name, pairs) for name in sorted(names["sparse_vectors"])]
    schema = pa.schema(fields)
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for lines in _batches(source):
            rows = [_to_row(one) for one in lines]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _vector_names(source: Path) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {"vectors": set(), "sparse_vectors": set()}
    for lines in _batches(source):
        for line in lines:
            for kind, found in names.items():
                found.update(line.get(kind) or ())
    return names


def _batches(source: Path) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    with source.open("rb") as stream:
        for line in stream:
            batch.append(orjson.loads(line))
            if len(batch) == _ROWS:
                yield batch
                batch = []
    yield batch


def _to_row(line: dict[str, Any]) -> dict[str, Any]:
    row = {name: line.get(name) for name in ("id", "text", "model")}
    row["payload"] = orjson.dumps(line.get("payload") or {}).decode()
    row |= {DENSE + name: one for name, one in (line.get("vectors") or {}).items()}
    return row | {SPARSE + name: one for name, one in (line.get("sparse_vectors") or {}).items()}


def read_parquet(source: Path, target: Path) -> None:
    """Write the rows of a Parquet file as lines. Columns that are neither ours nor vectors become payload."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    with pq.ParquetFile(source) as file, target.open("wb") as output:
        for batch in file.iter_batches(_ROWS):
            for row in batch.to_pylist():
                line = orjson.dumps(_to_line(row), default=str, option=orjson.OPT_APPEND_NEWLINE)
                output.write(line)


def _to_line(row: dict[str, Any]) -> dict[str, Any]:
    payload = row.pop("payload", None)
    known = orjson.loads(payload) if isinstance(payload, str) else payload or {}
    line: dict[str, Any] = {name: row.pop(name, None) for name in ("id", "text", "model")}
    line["vectors"] = {name[len(DENSE) :]: one for name, one in row.items() if name.startswith(DENSE) and one}
    line["sparse_vectors"] = {
        name[len(SPARSE) :]: one for name, one in row.items() if name.startswith(SPARSE) and one
    }
    others = {name: one for name, one in row.items() if not name.startswith((DENSE, SPARSE))}
    return {**{name: one for name, one in line.items() if one is not None}, "payload": {**others, **known}}


def main() -> int:
    """Convert one file; 3 means that it cannot be read."""
    direction, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    try:
        (write_parquet if direction == "to" else read_parquet)(source, target)
    except Exception:  # noqa: BLE001 - readers of strangers' files raise anything
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
