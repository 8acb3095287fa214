"""Collections and points in the models of qdrant-client."""

from typing import Any

from qdrant_client import models

from flowforge_vector.engines.port import DenseLayout, IndexType, Layout, PointBatch

_DISTANCES = {
    "cosine": models.Distance.COSINE,
    "dot": models.Distance.DOT,
    "euclid": models.Distance.EUCLID,
    "manhattan": models.Distance.MANHATTAN,
}


def dense_params(layout: Layout) -> dict[str, models.VectorParams]:
    return {name: _dense(one) for name, one in layout.dense.items()}


def _dense(layout: DenseLayout) -> models.VectorParams:
    quantization: models.ScalarQuantization | models.BinaryQuantization | None = None
    if layout.quantization == "scalar":
        scalar = models.ScalarQuantizationConfig(type=models.ScalarType.INT8, quantile=0.99, always_ram=True)
        quantization = models.ScalarQuantization(scalar=scalar)
    elif layout.quantization == "binary":
        quantization = models.BinaryQuantization(binary=models.BinaryQuantizationConfig(always_ram=True))
    return models.VectorParams(
        size=layout.size, distance=_DISTANCES[layout.distance], quantization_config=quantization
    )


def sparse_params(layout: Layout) -> dict[str, models.SparseVectorParams]:
    return {
        name: models.SparseVectorParams(modifier=models.Modifier.IDF if uses_idf else None)
        for name, uses_idf in layout.sparse.items()
    }


def index_params(kind: IndexType) -> models.PayloadSchemaType | models.TextIndexParams:
    if kind == "text":
        return models.TextIndexParams(
            type=models.TextIndexType.TEXT,
            tokenizer=models.TokenizerType.MULTILINGUAL,
            lowercase=True,
            phrase_matching=True,
        )
    return models.PayloadSchemaType(kind)


def to_structs(batch: PointBatch) -> list[models.PointStruct]:
    """Return the points of a batch."""
    vectors: list[dict[str, Any]] = [{} for _ in batch.keys]
    for name, (rows, matrix) in batch.dense.items():
        for row, vector in zip(rows, matrix.tolist(), strict=True):
            vectors[row][name] = vector
    for name, sparse in batch.sparse.items():
        for row, indices, values in zip(sparse.rows, sparse.indices, sparse.values, strict=True):
            vectors[row][name] = models.SparseVector(indices=indices, values=values)
    return [
        models.PointStruct(id=key, vector=vector, payload=payload)
        for key, vector, payload in zip(batch.keys, vectors, batch.payloads, strict=True)
    ]


_OPERATIONS: dict[str, type[Any]] = {
    "delete": models.DeleteOperation,
    "set_payload": models.SetPayloadOperation,
    "overwrite_payload": models.OverwritePayloadOperation,
    "delete_payload": models.DeletePayloadOperation,
    "clear_payload": models.ClearPayloadOperation,
}


def to_operation(document: dict[str, Any]) -> Any:
    """Return one operation of `points/batch`."""
    (kind, _), *_ = document.items()
    return _OPERATIONS[kind].model_validate(document)
