"""The query that the store runs for a search."""

from dataclasses import dataclass, field
from typing import Any

from flowforge_vector.core.collections.errors import TextSearchOff
from flowforge_vector.core.filters.model import all_of, to_document
from flowforge_vector.core.point_ids import to_key
from flowforge_vector.core.points.checking import PointFault, dense_vectors, only_vector, sparse_vectors
from flowforge_vector.core.points.model import PointInput
from flowforge_vector.core.searching.errors import (
    DiversityNeedsDense,
    PointUnknown,
    PointWithoutVector,
    SearchVectorUnknown,
    SearchVectorWrong,
)
from flowforge_vector.core.searching.query import Mode, SearchQuery
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import KEYWORD_VECTOR, TEXT_VECTOR, CollectionRecord
from servicekit import Consumer

Document = dict[str, Any]
RRF_K = 60


@dataclass(slots=True)
class Plan:
    """Queries by part, which are joined where there are several. `excluded` is the point of the example."""

    parts: dict[str, Document] = field(default_factory=dict)
    excluded: Document | None = None


async def plan_search(
    service: VectorService, record: CollectionRecord, query: SearchQuery, consumer: Consumer
) -> Plan:
    """Return the parts of a search: embed its text, or look its point up."""
    if query.text is not None:
        return Plan(await _text_parts(service, record, query.text, query.mode, consumer))
    if query.id is not None:
        return await _like_point(service, record, query)
    return Plan(_vector_part(record, query))


async def _text_parts(
    service: VectorService, record: CollectionRecord, text: str, mode: Mode | None, consumer: Consumer
) -> dict[str, Document]:
    wanted = mode or record.text_search
    parts: dict[str, Document] = {}
    if wanted in ("hybrid", "semantic"):
        parts[TEXT_VECTOR] = {"nearest": await service.embed_query(record, text, consumer)}
    if wanted in ("hybrid", "keyword"):
        if not record.has_keywords:
            raise TextSearchOff(field="mode", wanted="keyword vectors", mode=record.text_search)
        indices, values = await service.keywords.encode_query(record.language, text)
        if indices or not parts:
            parts[KEYWORD_VECTOR] = {"nearest": {"indices": indices, "values": values}}
    if not parts:
        raise TextSearchOff(field="text", wanted="texts", mode=record.text_search)
    return parts


async def _like_point(service: VectorService, record: CollectionRecord, query: SearchQuery) -> Plan:
    assert query.id is not None  # noqa: S101 - the caller looked
    key = to_key(query.id)
    found = await service.store.retrieve(record.id, [key], with_vector=True)
    if not found:
        raise PointUnknown(id=query.id)
    using = query.using or usual_vector(record)
    vector = (found[0].get("vector") or {}).get(using)
    if vector is None:
        raise PointWithoutVector(id=query.id, using=using)
    return Plan({using: {"nearest": vector}}, {"must_not": [{"has_id": [key]}]})


def usual_vector(record: CollectionRecord) -> str:
    """Return the dense vector that points are compared by, unless the caller names one."""
    return TEXT_VECTOR if record.has_dense_text else _only(record)


def _only(record: CollectionRecord) -> str:
    try:
        return only_vector(record)
    except PointFault as error:
        known = ", ".join(record.layout.dense) or "none"
        raise SearchVectorUnknown(using="not given", known=known) from error


def _vector_part(record: CollectionRecord, query: SearchQuery) -> dict[str, Document]:
    """Return the part of a search by a vector that the caller sent, checked like the vectors of points."""
    try:
        if query.vector is not None:
            using = query.using or _only(record)
            vectors = dense_vectors(PointInput(vectors={using: query.vector}), record)
            return {using: {"nearest": vectors[using].tolist()}}
        using = query.using or _only_sparse(record)
        given = {using: query.sparse_vector} if query.sparse_vector is not None else {}
        indices, values = sparse_vectors(PointInput(sparse_vectors=given), record)[using]
    except PointFault as error:
        name = "vector" if query.vector is not None else "sparse_vector"
        raise SearchVectorWrong(field=name, reason=error.fault.message.rstrip(".")) from error
    return {using: {"nearest": {"indices": indices, "values": values}}}


def _only_sparse(record: CollectionRecord) -> str:
    if len(record.sparse_vectors) != 1:
        known = ", ".join(record.layout.sparse) or "none"
        raise SearchVectorUnknown(using="not given", known=known)
    return record.sparse_vectors[0]


def to_request(plan: Plan, query: SearchQuery, *, limit: int, offset: int) -> Document:
    """Return the query of the store for all parts of a search together."""
    condition = all_of(to_document(query.filter), plan.excluded)
    request: Document = {"limit": limit, "offset": offset, "with_vector": query.with_vectors}
    if query.score_threshold is not None:
        request["score_threshold"] = query.score_threshold
    if len(plan.parts) == 1 and query.diversity is None:
        (using, one), *_ = plan.parts.items()
        return {**request, "query": one, "using": using, **_filtered(condition)}
    prefetch = part_requests(plan, query, limit=max(query.candidates, limit + offset))
    joined = {"prefetch": prefetch, "query": _joining(query)} if len(prefetch) > 1 else prefetch[0]
    if query.diversity is None:
        return {**request, **joined}
    return {**request, **_diverse(plan, query, joined)}


def part_requests(plan: Plan, query: SearchQuery, *, limit: int) -> list[Document]:
    """Return the query of each part alone."""
    condition = all_of(to_document(query.filter), plan.excluded)
    return [
        {"query": one, "using": using, "limit": limit, **_filtered(condition)}
        for using, one in plan.parts.items()
    ]


def _joining(query: SearchQuery) -> Document:
    return {"rrf": {"k": RRF_K}} if query.fusion == "rrf" else {"fusion": "dbsf"}


def _diverse(plan: Plan, query: SearchQuery, joined: Document) -> Document:
    dense = next((name for name, one in plan.parts.items() if isinstance(one["nearest"], list)), None)
    if dense is None:
        raise DiversityNeedsDense
    mmr = {"diversity": query.diversity, "candidates_limit": query.candidates}
    nearest = {"nearest": plan.parts[dense]["nearest"], "mmr": mmr}
    return {"prefetch": [{**joined, "limit": query.candidates}], "query": nearest, "using": dense}


def _filtered(condition: Document | None) -> Document:
    return {"filter": condition} if condition else {}
