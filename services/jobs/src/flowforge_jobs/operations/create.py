"""Run an operation as a job.

The request is validated at once, as the operation itself would do. Then a worker runs the job. Files are
given by id or URL; a file that the operation makes is stored, and the result names its id. The same happens
when an operation is called with the header `Prefer: respond-async`.
"""

from pydantic import Field

from flowforge_jobs.core.documents import JobDocument, show
from flowforge_jobs.core.faults import (
    JobIdTaken,
    JobsNotConfigured,
    PathParameterMissing,
    RecordUnavailable,
    ServiceAway,
    UnknownOperation,
)
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.submitting import JobRequest, submit
from servicekit import Context, Headers, JobTicket, WebhookSender, operation


class TicketHeaders(Headers):
    x_job_ticket: str | None = Field(
        None, description="Set by the platform's services, which have validated the request."
    )


@operation(
    "",
    created=True,
    example={"operation": "math.evaluate", "request": {"expression": "gcd(12, 18)"}},
    needs="a service that has the operation",
    errors=[
        *WebhookSender.ERRORS,
        JobsNotConfigured,
        RecordUnavailable,
        JobIdTaken,
        PathParameterMissing,
        ServiceAway,
        UnknownOperation,
    ],
)
async def create_job(
    request: JobRequest, headers: TicketHeaders, context: Context, jobs: JobService
) -> JobDocument:
    return show(await submit(jobs, context.consumer, request, _validated(headers, jobs)))


def _validated(headers: TicketHeaders, jobs: JobService) -> JobTicket | None:
    """Return the ticket of a request that its service has validated."""
    secret = jobs.settings.gateway_secret
    if headers.x_job_ticket is None or secret is None:
        return None
    ticket = JobTicket.read(headers.x_job_ticket, secret.get_secret_value())
    return ticket if ticket is not None and ticket.validated else None
