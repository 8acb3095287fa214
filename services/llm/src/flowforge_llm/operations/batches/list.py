"""List your batches, newest first, compatible with OpenAI: GET /api/v1/llm/batches."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_llm.core.apis.openai.batch_repository import BatchRepository
from flowforge_llm.core.apis.openai.batches import BatchObject, UnknownBatch
from flowforge_llm.core.apis.openai.dialect import OPENAI
from servicekit import JOBS_ERRORS, Context, RequestBody, operation


class ListBatchesQuery(RequestBody):
    after: str = Field(
        "",
        pattern="^(batch_[0-9a-f]{32})?$",
        description="Id of the last batch of the previous page. Omit it for the first page.",
    )
    limit: Annotated[int, Field(ge=1, le=100)] = Field(20, description="Batches per page.")


class BatchList(BaseModel):
    """Some of your batches."""

    object: Literal["list"] = Field(description="Always `list`.")
    data: list[BatchObject] = Field(description="The batches of this page.")
    first_id: str | None = Field(description="Id of the first batch; null on an empty page.")
    last_id: str | None = Field(description="Give this as `after` for the next page.")
    has_more: bool = Field(description="Whether there is a next page.")


@operation(
    "/batches",
    method="GET",
    example={"limit": 10},
    needs="a store",
    errors=[UnknownBatch, *JOBS_ERRORS],
    dialect=OPENAI,
)
async def list_batches(query: ListBatchesQuery, context: Context) -> BatchList:
    found, has_more = await BatchRepository(context).page(query.after, query.limit)
    return BatchList(
        object="list",
        data=found,
        first_id=found[0].id if found else None,
        last_id=found[-1].id if found else None,
        has_more=has_more,
    )
