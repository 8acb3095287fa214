"""Send a webhook again, now."""

from flowforge_jobs.core.faults import UnknownDelivery
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS, job_of
from flowforge_jobs.operations.deliveries.list import DeliveryList, list_deliveries
from flowforge_jobstore.delivering import redeliver
from servicekit import Context, operation


@operation(
    "/{job_id}/deliveries/{delivery_id}/replay",
    example={
        "job_id": "0190163d-8694-739b-aea5-966c26f8ad91",
        "delivery_id": "msg_0190163d8694739baea5966c26f8ad91",
    },
    needs="a delivery with this id",
    errors=[*LOOKUP_ERRORS, UnknownDelivery],
)
async def replay_delivery(job_id: str, delivery_id: str, context: Context, jobs: JobService) -> DeliveryList:
    await job_of(jobs, context.consumer.id, job_id)
    if not await jobs.write(redeliver, context.consumer.id, delivery_id):
        raise UnknownDelivery(delivery_id=delivery_id[:64])
    return await list_deliveries(job_id, context, jobs)
