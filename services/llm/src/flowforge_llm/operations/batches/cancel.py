"""Cancel a batch, compatible with OpenAI: POST /api/v1/llm/batches/{batch_id}/cancel.

The answers that a running batch has so far are discarded. A batch that has ended stays as it is.
"""

from flowforge_llm.core.apis.openai.batch_repository import BatchRepository
from flowforge_llm.core.apis.openai.batches import EXAMPLE_ID, BatchId, BatchObject, UnknownBatch
from flowforge_llm.core.apis.openai.dialect import OPENAI
from servicekit import JOBS_ERRORS, Context, operation


@operation(
    "/batches/{batch_id}/cancel",
    example={"batch_id": EXAMPLE_ID},
    needs="a batch with this id",
    errors=[UnknownBatch, *JOBS_ERRORS],
    dialect=OPENAI,
)
async def cancel_batch(batch_id: BatchId, context: Context) -> BatchObject:
    return await BatchRepository(context).cancel(batch_id)
