"""Translate update operations and layouts to the objects of qdrant-edge."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import qdrant_edge as edge

from flowforge_vector.engines.edge.translation import to_filter

Document = Mapping[str, Any]
Update = edge.UpdateOperation
_DISTANCES = {
    "cosine": edge.Distance.Cosine,
    "dot": edge.Distance.Dot,
    "euclid": edge.Distance.Euclid,
    "manhattan": edge.Distance.Manhattan,
}
_INDEXES = {
    "keyword": edge.PayloadSchemaType.Keyword,
    "integer": edge.PayloadSchemaType.Integer,
    "float": edge.PayloadSchemaType.Float,
    "bool": edge.PayloadSchemaType.Bool,
    "geo": edge.PayloadSchemaType.Geo,
    "datetime": edge.PayloadSchemaType.Datetime,
    "uuid": edge.PayloadSchemaType.Uuid,
}


def to_config(layout: Document) -> edge.EdgeConfig:
    """Return the configuration of a new shard."""
    return edge.EdgeConfig(
        vectors={name: _dense(one) for name, one in layout["dense"].items()},
        sparse_vectors={name: _sparse(uses_idf=uses_idf) for name, uses_idf in layout["sparse"].items()},
        max_search_threads=1,
    )


def _dense(given: Document) -> edge.EdgeVectorParams:
    quantization: Any = None
    if given["quantization"] == "scalar":
        quantization = edge.ScalarQuantizationConfig(edge.ScalarType.Int8, quantile=0.99, always_ram=True)
    elif given["quantization"] == "binary":
        quantization = edge.BinaryQuantizationConfig(always_ram=True)
    return edge.EdgeVectorParams(
        size=given["size"], distance=_DISTANCES[given["distance"]], quantization_config=quantization
    )


def _sparse(*, uses_idf: bool) -> edge.EdgeSparseVectorParams:
    return edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf if uses_idf else None)


def to_points(batch: Document) -> list[edge.Point]:
    """Return the points of a batch, whose dense vectors are packed as 32-bit floats."""
    vectors: list[dict[str, Any]] = [{} for _ in batch["keys"]]
    for name, (rows, size, packed) in batch["dense"].items():
        matrix = np.frombuffer(packed, "<f4").reshape(-1, size).tolist()
        for row, vector in zip(rows, matrix, strict=True):
            vectors[row][name] = vector
    for name, (rows, indices, values) in batch["sparse"].items():
        for row, one, weights in zip(rows, indices, values, strict=True):
            vectors[row][name] = edge.SparseVector(one, weights)
    return [
        edge.Point(key, vector, payload)
        for key, vector, payload in zip(batch["keys"], vectors, batch["payloads"], strict=True)
    ]


def to_update(operation: Document) -> edge.UpdateOperation:
    """Return a batch of points, an operation of `points/batch`, or the making or removal of an index."""
    (kind, given), *_ = operation.items()
    if kind in _WHOLE:
        return _WHOLE[kind](given)
    extra = [given[name] for name in _ARGUMENTS[kind]]
    on_points, on_filter = _UPDATES[kind]
    if "filter" in given:
        return on_filter(to_filter(given["filter"]), *extra)
    return on_points(given["points"], *extra)


_ARGUMENTS = {
    "delete": (),
    "set_payload": ("payload",),
    "overwrite_payload": ("payload",),
    "delete_payload": ("keys",),
    "clear_payload": (),
    "delete_vectors": ("vector",),
}
_UPDATES: dict[str, tuple[Callable[..., Update], Callable[..., Update]]] = {
    "delete": (Update.delete_points, Update.delete_points_by_filter),
    "set_payload": (Update.set_payload, Update.set_payload_by_filter),
    "overwrite_payload": (Update.overwrite_payload, Update.overwrite_payload_by_filter),
    "delete_payload": (Update.delete_payload, Update.delete_payload_by_filter),
    "clear_payload": (Update.clear_payload, Update.clear_payload_by_filter),
    "delete_vectors": (Update.delete_vectors, Update.delete_vectors_by_filter),
}


def _to_index(given: Document) -> edge.UpdateOperation:
    field, kind = given["field"], given["kind"]
    if kind == "text":
        params = edge.TextIndexParams(
            tokenizer=edge.TokenizerType.Multilingual, lowercase=True, phrase_matching=True
        )
        return Update.create_field_index(field, params)
    return Update.create_field_index(field, _INDEXES[kind])


_WHOLE: dict[str, Callable[[Any], Update]] = {
    "upsert": lambda batch: Update.upsert_points(to_points(batch)),
    "create_index": _to_index,
    "delete_index": Update.delete_field_index,
}
