"""Get a batch with its state and its files, compatible with OpenAI: GET /api/v1/llm/batches/{batch_id}."""

from flowforge_llm.core.apis.openai.batch_repository import BatchRepository
from flowforge_llm.core.apis.openai.batches import EXAMPLE_ID, BatchId, BatchObject, UnknownBatch
from flowforge_llm.core.apis.openai.dialect import OPENAI
from servicekit import JOBS_ERRORS, Context, operation


@operation(
    "/batches/{batch_id}",
    method="GET",
    example={"batch_id": EXAMPLE_ID},
    needs="a batch with this id",
    errors=[UnknownBatch, *JOBS_ERRORS],
    dialect=OPENAI,
)
async def read_batch(batch_id: BatchId, context: Context) -> BatchObject:
    return await BatchRepository(context).find(batch_id)
