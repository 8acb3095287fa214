"""Create a batch, compatible with OpenAI: POST /api/v1/llm/batches.

The requests of a file uploaded with `purpose` batch run in the background, as a job of the jobs service, for
up to one hour. Lines that are not answered by then stand in the error file.
"""

import time
from typing import Literal

from pydantic import Field

from flowforge_filestore import FileLibrary
from flowforge_llm.core.apis.openai.batch_repository import BatchRepository, job_of
from flowforge_llm.core.apis.openai.batches import BatchObject, Endpoint, KeptBatch, Metadata, new_batch_id
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.files import EXAMPLE_ID, FileId
from servicekit import JOBS_ERRORS, Context, FileExpired, RequestBody, UnknownFile, operation


class CreateBatchRequest(RequestBody):
    input_file_id: FileId
    endpoint: Endpoint = Field(description="Operation that every request of the file calls.")
    completion_window: Literal["24h"] = Field("24h", description="Time in which the batch has to start.")
    metadata: Metadata | None = Field(None, description="Your own pairs of keys and values, at most 16.")


@operation(
    "/batches",
    example={"input_file_id": EXAMPLE_ID, "endpoint": "/v1/chat/completions", "completion_window": "24h"},
    needs="a jobs service, a store, and a file with this id",
    errors=[UnknownFile, FileExpired, *JOBS_ERRORS],
    dialect=OPENAI,
)
async def create_batch(request: CreateBatchRequest, library: FileLibrary, context: Context) -> BatchObject:
    await library.record(context.consumer.id, request.input_file_id)
    batch_id = new_batch_id()
    kept = KeptBatch(
        id=batch_id,
        job_id=job_of(batch_id),
        endpoint=request.endpoint,
        input_file_id=request.input_file_id,
        created_at=int(time.time()),
        metadata=request.metadata,
    )
    return await BatchRepository(context).start(kept)
