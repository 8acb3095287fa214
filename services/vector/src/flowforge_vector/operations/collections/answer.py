"""Answer a question from the points of a collection, with numbered citations and quotes.

The best passages are found by a hybrid search, and the llm service answers from them alone. Each citation
has the words that support the answer and the point they are from. If the passages do not tell, `answerable`
is false.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field

from flowforge_vector.core.filters.model import FilterInput
from flowforge_vector.core.searching.errors import SEARCH_ERRORS
from flowforge_vector.core.searching.query import SearchQuery
from flowforge_vector.core.searching.results import Hit
from flowforge_vector.core.searching.running import search
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.answering import ANSWER_ERRORS
from servicekit import Context, RequestBody, operation

_MOST_CHARACTERS = 20_000


class AnswerRequest(RequestBody):
    question: Annotated[
        str, Field(min_length=1, max_length=2000, description="The question to answer from the points alone.")
    ]
    filter: FilterInput | None = Field(
        default=None, description="Which points to consider; all of them if absent."
    )
    passages: int = Field(5, ge=1, le=20, description="Number of passages that are read.")
    rerank: bool = Field(
        default=False, description="Whether a reranking model orders the points before they are read."
    )
    model: str | None = Field(None, max_length=200, description="Language model; the default if left out.")


class Citation(BaseModel):
    number: int = Field(description="Number in the answer, such as [1].")
    id: str = Field(description="Id of the point.")
    quote: str = Field(description="Words of the point that support the answer.")
    start: int = Field(description="Where the quote stands in the text of the point.")
    end: int = Field(description="Where the quote ends in the text of the point.")
    payload: dict[str, Any] = Field(description="Payload of the point.")
    score: float = Field(description="Score of the point in the search.")


class AnswerFromPoints(BaseModel):
    answerable: bool = Field(description="Whether the points hold the answer.")
    answer: str | None = Field(description="The answer with the numbers of its citations.")
    citations: list[Citation] = Field(
        description="The passages that support the answer, by their number in it."
    )
    reason: str | None = Field(description="Why there is no answer.")
    warnings: list[str] = Field(description="What to be careful about, such as small_model.")
    searched: list[str] = Field(description="Ids of the points that were read, the best first.")


@operation(
    "/collections/{collection}/answer",
    errors=[*SEARCH_ERRORS, *ANSWER_ERRORS],
    example={"question": "When do trains leave?"},
    deadline=timedelta(minutes=5),
    needs="a collection named 'articles' and a language model",
)
async def answer_from_points(
    request: AnswerRequest, collection: str, context: Context, vectors: VectorService
) -> AnswerFromPoints:
    record = await vectors.find(collection, context.consumer)
    query = SearchQuery(
        text=request.question, limit=request.passages, filter=request.filter, rerank=request.rerank
    )
    hits = [hit for hit in await search(vectors, record, query, context.consumer) if hit.text]
    if not hits:
        return _unanswered("no passages were found", [])
    passages = _joined(hits)
    document = await vectors.answerer.answer(request.question, passages.text, request.model, context.consumer)
    citations = [one for quote in document.get("quotes", ()) if (one := passages.citation(quote)) is not None]
    searched = [hit.id for hit in passages.hits]
    if not document["answerable"] or not citations:
        return _unanswered(str(document.get("reason") or "no quote supports an answer"), searched)
    numbers = "".join(f"[{one}]" for one in dict.fromkeys(one.number for one in citations))
    return AnswerFromPoints(
        answerable=True,
        answer=f"{document['answer']} {numbers}",
        citations=citations,
        reason=None,
        warnings=_warnings(document),
        searched=searched,
    )


def _unanswered(reason: str, searched: list[str]) -> AnswerFromPoints:
    return AnswerFromPoints(
        answerable=False, answer=None, citations=[], reason=reason, warnings=[], searched=searched
    )


def _warnings(document: dict[str, Any]) -> list[str]:
    given = document.get("review_reasons") or document.get("warnings") or []
    return [str(one) for one in given]


@dataclass(frozen=True, slots=True)
class _Passages:
    """Passages in one text, and where each begins."""

    text: str
    hits: list[Hit]
    starts: list[int]

    def citation(self, quote: dict[str, Any]) -> Citation | None:
        """Return the citation of a quote that lies within one passage."""
        for number, (hit, start) in enumerate(zip(self.hits, self.starts, strict=True), 1):
            first, last = quote["start"] - start, quote["end"] - start
            if 0 <= first < last <= len(hit.text or ""):
                words = (hit.text or "")[first:last]
                return Citation(
                    number=number,
                    id=hit.id,
                    quote=words,
                    start=first,
                    end=last,
                    payload=hit.payload,
                    score=hit.score,
                )
        return None


def _joined(hits: list[Hit]) -> _Passages:
    """Put passages below each other, as many as a model reads."""
    text = ""
    kept: list[Hit] = []
    starts: list[int] = []
    for hit in hits:
        passage = hit.text or ""
        if kept and len(text) + len(passage) > _MOST_CHARACTERS:
            break
        starts.append(len(text))
        kept.append(hit)
        text += f"{passage}\n\n"
    return _Passages(text.rstrip("\n"), kept, starts)
