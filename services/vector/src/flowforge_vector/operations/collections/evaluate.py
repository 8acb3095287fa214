"""Measure searches of a collection with queries whose results are known, and suggest settings.

Each setting is measured on the same queries: by meaning, by words, and hybrid with each fusion, as far as
the collection has the parts. Relevant ids are those of points, or with `by` document of documents. The
suggestion is the setting with the best nDCG; `certain` tells whether its lead over the default is beyond
chance (paired t test over the queries, 95 percent).
"""

import asyncio
import math
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_vector.core.collections.errors import TextSearchOff
from flowforge_vector.core.document_fields import DOCUMENT_FIELD
from flowforge_vector.core.evaluating.measures import Measures, mean, measure
from flowforge_vector.core.searching.errors import SEARCH_ERRORS
from flowforge_vector.core.searching.query import Fusion, Mode, SearchQuery
from flowforge_vector.core.searching.running import search
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from servicekit import Consumer, Context, RequestBody, operation

_CERTAIN = 1.96


class JudgedQuery(RequestBody):
    text: Annotated[str, Field(min_length=1, max_length=2000, description="The text to search for.")]
    relevant: dict[Annotated[str, Field(max_length=200)], Annotated[float, Field(ge=0, le=100)]] = Field(
        min_length=1, max_length=1000, description='Grade of each relevant id, such as {"a": 1, "b": 2}.'
    )


class EvaluateRequest(RequestBody):
    queries: Annotated[
        list[JudgedQuery],
        Field(min_length=1, max_length=300, description="Searches with the results that they should find."),
    ]
    cutoff: int = Field(10, ge=1, le=100, description="Results of each query that count.")
    candidates: int = Field(
        100, ge=10, le=1000, description="How many results each search considers before they are merged."
    )
    by: Literal["point", "document"] = Field(
        default="point",
        description="Whether results are judged as points, or as documents that contain them.",
    )


class MeasuredSetting(BaseModel):
    mode: Mode = Field(description="Kind of search.")
    fusion: Fusion | None = Field(
        description="How hybrid search merges its two lists; null for the other kinds."
    )
    recall: float = Field(description="Part of the relevant ids that is found.")
    mrr: float = Field(description="Mean of 1 / rank of the first relevant result.")
    ndcg: float = Field(description="Quality of the order, from 0 to 1.")
    hit_rate: float = Field(description="Part of the queries with a relevant result.")


class Suggestion(BaseModel):
    mode: Mode = Field(description="Kind of search.")
    fusion: Fusion | None = Field(
        description="How hybrid search merges its two lists; null for the other kinds."
    )
    lead: float = Field(description="nDCG above the default setting of the collection.")
    certain: bool = Field(description="Whether the lead is beyond chance.")


class EvaluateResult(BaseModel):
    queries: int = Field(description="How many queries were measured.")
    settings: list[MeasuredSetting] = Field(description="The best first.")
    suggestion: Suggestion = Field(description="The setting that found most of the expected results.")


Setting = tuple[Mode, Fusion | None]


@operation(
    "/collections/{collection}/evaluate",
    errors=SEARCH_ERRORS,
    example={"queries": [{"text": "trains", "relevant": {"1": 1}}]},
    needs="a collection named 'articles'",
)
async def evaluate_searches(
    request: EvaluateRequest, collection: str, context: Context, vectors: VectorService
) -> EvaluateResult:
    record = await vectors.find(collection, context.consumer)
    settings = _settings(record)
    measured: dict[Setting, list[Measures]] = {}
    for setting in settings:
        measured[setting] = await _measure(vectors, record, request, setting, context.consumer)
        context.check()
    order = sorted(settings, key=lambda one: -mean(measured[one]).ndcg)
    best, default = order[0], settings[0]
    return EvaluateResult(
        queries=len(request.queries),
        settings=[_shown(one, mean(measured[one])) for one in order],
        suggestion=_suggestion(best, measured[best], measured[default]),
    )


def _settings(record: CollectionRecord) -> list[Setting]:
    """Return the settings that the collection allows, its default first."""
    if record.text_search == "none":
        raise TextSearchOff(field="queries", wanted="texts", mode="none")
    if record.text_search == "hybrid":
        return [("hybrid", "dbsf"), ("hybrid", "rrf"), ("semantic", None), ("keyword", None)]
    return [(record.text_search, None)]


async def _measure(
    vectors: VectorService,
    record: CollectionRecord,
    request: EvaluateRequest,
    setting: Setting,
    consumer: Consumer,
) -> list[Measures]:
    turns = asyncio.Semaphore(8)

    async def one(judged: JudgedQuery) -> Measures:
        query = SearchQuery(
            text=judged.text,
            mode=setting[0],
            fusion=setting[1] or "rrf",
            candidates=request.candidates,
            limit=request.cutoff if request.by == "point" else min(10 * request.cutoff, 1000),
        )
        async with turns:
            hits = await search(vectors, record, query, consumer)
        ids = [hit.id if request.by == "point" else str(hit.payload.get(DOCUMENT_FIELD)) for hit in hits]
        return measure(list(dict.fromkeys(ids)), judged.relevant, request.cutoff)

    return list(await asyncio.gather(*(one(judged) for judged in request.queries)))


def _shown(setting: Setting, measures: Measures) -> MeasuredSetting:
    return MeasuredSetting(
        mode=setting[0],
        fusion=setting[1],
        recall=round(measures.recall, 4),
        mrr=round(measures.reciprocal_rank, 4),
        ndcg=round(measures.ndcg, 4),
        hit_rate=round(measures.hit, 4),
    )


def _suggestion(best: Setting, measures: list[Measures], default: list[Measures]) -> Suggestion:
    leads = [one.ndcg - other.ndcg for one, other in zip(measures, default, strict=True)]
    lead = sum(leads) / len(leads)
    return Suggestion(mode=best[0], fusion=best[1], lead=round(lead, 4), certain=_is_certain(leads, lead))


def _is_certain(leads: list[float], lead: float) -> bool:
    count = len(leads)
    if count < 30:  # noqa: PLR2004 - below, the normal distribution does not stand in for Student's
        return False
    variance = sum((one - lead) ** 2 for one in leads) / (count - 1)
    return variance > 0 and lead / math.sqrt(variance / count) > _CERTAIN
