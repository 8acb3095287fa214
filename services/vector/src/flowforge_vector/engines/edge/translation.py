"""Translate filters and queries from the JSON of Qdrant's HTTP API to the objects of qdrant-edge."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import qdrant_edge as edge

Document = Mapping[str, Any]
_LISTS = ("must", "should", "must_not")


def to_filter(given: Document | None) -> edge.Filter | None:
    """Return the filter, or None where there is none."""
    if not given:
        return None
    clauses: dict[str, Any] = {
        name: [_condition(one) for one in given[name]] for name in _LISTS if given.get(name)
    }
    least = given.get("min_should")
    if least:
        conditions = [_condition(one) for one in least["conditions"]]
        return edge.Filter(**clauses, min_should=edge.MinShould(conditions, least["min_count"]))
    return edge.Filter(**clauses)


def _condition(given: Document) -> Any:
    for name, make in _WITHOUT_KEY.items():
        if name in given:
            return make(given[name])
    if "key" in given:
        return edge.FieldCondition(
            given["key"], **{name: _ON_FIELD[name](value) for name, value in given.items() if name != "key"}
        )
    return to_filter(given)


def _match(given: Document) -> Any:
    (kind, value), *_ = given.items()
    return _MATCHES[kind](value)


def _value(value: Any) -> edge.MatchValue:
    """Return the match of a value. The engine reads Python's True as the number 1, but not NumPy's."""
    found: Any = np.bool_(value) if isinstance(value, bool) else value
    return edge.MatchValue(found)


def _range(given: Document) -> Any:
    is_date = any(isinstance(bound, str) for bound in given.values())
    return edge.RangeDateTime(**given) if is_date else edge.RangeFloat(**given)


def _point(given: Document) -> edge.GeoPoint:
    return edge.GeoPoint(lon=given["lon"], lat=given["lat"])


def _ring(given: Document) -> list[edge.GeoPoint]:
    return [_point(one) for one in given["points"]]


def _polygon(given: Document) -> edge.GeoPolygon:
    return edge.GeoPolygon(_ring(given["exterior"]), [_ring(one) for one in given.get("interiors") or ()])


def _nested(given: Document) -> edge.NestedCondition:
    return edge.NestedCondition(given["key"], to_filter(given["filter"]) or edge.Filter())


_MATCHES: dict[str, Callable[[Any], Any]] = {
    "value": _value,
    "any": edge.MatchAny,
    "except": edge.MatchExcept,
    "text": edge.MatchText,
    "text_any": edge.MatchTextAny,
    "phrase": edge.MatchPhrase,
}
_ON_FIELD: dict[str, Callable[[Any], Any]] = {
    "match": _match,
    "range": _range,
    "geo_bounding_box": lambda box: edge.GeoBoundingBox(_point(box["top_left"]), _point(box["bottom_right"])),
    "geo_radius": lambda circle: edge.GeoRadius(_point(circle["center"]), circle["radius"]),
    "geo_polygon": _polygon,
    "values_count": lambda bounds: edge.ValuesCount(**bounds),
}
_WITHOUT_KEY: dict[str, Callable[[Any], Any]] = {
    "is_empty": lambda one: edge.IsEmptyCondition(one["key"]),
    "is_null": lambda one: edge.IsNullCondition(one["key"]),
    "has_id": lambda ids: edge.HasIdCondition(set(ids)),
    "has_vector": edge.HasVectorCondition,
    "nested": _nested,
}


def to_query(given: Document) -> edge.QueryRequest:
    """Return a request of `points/query`."""
    return edge.QueryRequest(
        limit=given["limit"],
        offset=given.get("offset"),
        query=_query(given),
        prefetches=[_prefetch(one) for one in given.get("prefetch") or ()],
        with_vector=given.get("with_vector", False),
        with_payload=_selected(given.get("with_payload", True)),
        filter=to_filter(given.get("filter")),
        score_threshold=given.get("score_threshold"),
        params=_params(given.get("params")),
    )


def _prefetch(given: Document) -> edge.Prefetch:
    return edge.Prefetch(
        limit=given["limit"],
        query=_query(given),
        prefetches=[_prefetch(one) for one in given.get("prefetch") or ()],
        filter=to_filter(given.get("filter")),
        params=_params(given.get("params")),
    )


def _params(given: Document | None) -> edge.SearchParams | None:
    return edge.SearchParams(**given) if given else None


def _selected(given: Any) -> Any:
    return edge.PayloadSelector.Include(given) if isinstance(given, list) else given


def _query(given: Document) -> Any:
    query = given.get("query")
    if query is None:
        return None
    using = given.get("using")
    (kind, value), *_ = query.items()
    return _QUERIES[kind](value, using, query)


def _nearest(value: Any, using: str | None, query: Document) -> Any:
    mmr = query.get("mmr")
    if mmr:
        # Both call 1 - diversity "lambda": 1 is relevance alone.
        return edge.Mmr(_vector(value), 1 - mmr["diversity"], mmr["candidates_limit"], using)
    return edge.Query.Nearest(_vector(value), using)


def _recommend(value: Document, using: str | None, query: Document) -> Any:  # noqa: ARG001 - one shape for all
    examples = edge.RecommendQuery(
        [_vector(one) for one in value["positive"]], [_vector(one) for one in value["negative"]]
    )
    if value["strategy"] == "best_score":
        return edge.Query.RecommendBestScore(examples, using)
    return edge.Query.RecommendSumScores(examples, using)


def _rrf(value: Document, using: str | None, query: Document) -> Any:  # noqa: ARG001 - one shape for all
    return edge.Fusion.Rrf(k=value["k"])


def _fusion(value: str, using: str | None, query: Document) -> Any:  # noqa: ARG001 - one shape for all
    return edge.Fusion.Dbsf() if value == "dbsf" else edge.Fusion.Rrf(k=2)


def _order(value: Document, using: str | None, query: Document) -> Any:  # noqa: ARG001 - one shape for all
    return to_order(value)


_QUERIES: dict[str, Callable[[Any, str | None, Document], Any]] = {
    "nearest": _nearest,
    "recommend": _recommend,
    "rrf": _rrf,
    "fusion": _fusion,
    "order_by": _order,
}


def to_order(given: Document) -> edge.OrderBy:
    """Return an order of points by a payload field."""
    direction = edge.Direction.Desc if given.get("direction") == "desc" else edge.Direction.Asc
    return edge.OrderBy(given["key"], direction)


def _vector(given: Any) -> Any:
    return edge.SparseVector(given["indices"], given["values"]) if isinstance(given, dict) else given
