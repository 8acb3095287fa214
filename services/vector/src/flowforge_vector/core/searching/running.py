"""Run searches and complete their results."""

from flowforge_vector.core.searching.explaining import explain
from flowforge_vector.core.searching.planning import Plan, part_requests, plan_search, to_request
from flowforge_vector.core.searching.query import SearchQuery
from flowforge_vector.core.searching.results import Highlight, Hit, to_hit
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from servicekit import Consumer


async def search(
    service: VectorService, record: CollectionRecord, query: SearchQuery, consumer: Consumer
) -> list[Hit]:
    """Return the results of one search."""
    plan = await plan_search(service, record, query, consumer)
    hits = await _hits(service, record, query, plan, consumer)
    if query.explain:
        await _explain(service, record, query, plan, hits)
    if query.highlight and query.text is not None:
        await _highlight(service, record, query.text, hits)
    return hits


async def _hits(
    service: VectorService, record: CollectionRecord, query: SearchQuery, plan: Plan, consumer: Consumer
) -> list[Hit]:
    if not query.rerank or query.text is None:
        request = to_request(plan, query, limit=query.limit, offset=query.offset)
        found = await service.store.query(record.id, [request])
        return [to_hit(one, with_vectors=query.with_vectors) for one in found[0]]
    wanted = query.offset + query.limit
    request = to_request(plan, query, limit=max(query.candidates, wanted), offset=0)
    found = await service.store.query(record.id, [request])
    hits = [to_hit(one, with_vectors=query.with_vectors) for one in found[0]]
    return (await _reranked(service, query.text, hits, consumer))[query.offset : wanted]


async def _reranked(service: VectorService, text: str, hits: list[Hit], consumer: Consumer) -> list[Hit]:
    """Return the results with a text in the order of the reranking model, with its scores."""
    with_text = [hit for hit in hits if hit.text is not None]
    if not with_text:
        return []
    scores = await service.reranker.score(text, [hit.text or "" for hit in with_text], consumer)
    for hit, score in zip(with_text, scores, strict=True):
        hit.score = score
    return sorted(with_text, key=lambda hit: -hit.score)


async def _explain(
    service: VectorService, record: CollectionRecord, query: SearchQuery, plan: Plan, hits: list[Hit]
) -> None:
    limit = max(query.candidates, query.limit + query.offset)
    requests = [{**one, "with_payload": ["_id"]} for one in part_requests(plan, query, limit=limit)]
    found = await service.store.query(record.id, requests)
    lists = dict(zip(plan.parts, found, strict=True))
    for hit in hits:
        hit.explanation = explain(hit.id, lists, query.fusion)


async def _highlight(service: VectorService, record: CollectionRecord, query: str, hits: list[Hit]) -> None:
    texts = [hit.text or "" for hit in hits]
    for hit, places in zip(
        hits, await service.keywords.find_matches(record.language, query, texts), strict=True
    ):
        text = hit.text or ""
        hit.highlights = [Highlight(start=start, end=end, text=text[start:end]) for start, end in places]
