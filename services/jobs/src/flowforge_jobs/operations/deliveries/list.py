"""List the webhook deliveries of a job, with every attempt."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from flowforge_jobs.core.documents import moment
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS, job_of
from flowforge_jobstore.reading import deliveries_of
from servicekit import Context, operation


class DeliveryAttempt(BaseModel):
    at: datetime = Field(description="When the attempt ended.")
    status: int | None = Field(description="HTTP status of the receiver; null if there was no answer.")
    milliseconds: int = Field(description="How long the attempt took.")
    error: str | None = Field(description="Why there was no answer.")


class Delivery(BaseModel):
    id: str = Field(description="Id of the message, sent as webhook-id; the same in every attempt.")
    url: str = Field(description="Where the message is sent.")
    type: str = Field(description="What is reported, such as job.succeeded.")
    state: Literal["pending", "delivered", "failed"] = Field(description="State of the delivery.")
    next_at: datetime | None = Field(description="When the next attempt is due.")
    attempts: list[DeliveryAttempt] = Field(description="Every attempt to deliver it, in order.")


class DeliveryList(BaseModel):
    deliveries: list[Delivery] = Field(description="The deliveries of the job, the newest first.")


@operation(
    "/{job_id}/deliveries",
    method="GET",
    example={"job_id": "0190163d-8694-739b-aea5-966c26f8ad91"},
    needs="a job with this id",
    errors=LOOKUP_ERRORS,
)
async def list_deliveries(job_id: str, context: Context, jobs: JobService) -> DeliveryList:
    row = await job_of(jobs, context.consumer.id, job_id)
    found = await jobs.read(deliveries_of, context.consumer.id, row.id)
    return DeliveryList(deliveries=[_show(one, attempts) for one, attempts in found])


def _show(row: Any, attempts: list[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        url=row.url,
        type=row.type,
        state=row.state,
        next_at=moment(row.next_at) if row.state == "pending" else None,
        attempts=[
            DeliveryAttempt(
                at=moment(one.at), status=one.status, milliseconds=one.milliseconds, error=one.error
            )
            for one in attempts
        ],
    )
