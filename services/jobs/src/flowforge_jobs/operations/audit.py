"""Export your audit log: what was done with your jobs, files and keys, in order, chained by hashes.

Files are created, downloaded, deleted and expired; the detail of an entry names the job that did it, if one
did. They appear within seconds.

The hash of an entry is SHA-256 over the JSON array of the hash before (64 zeros before the first), your
consumer id, number, time in seconds, action, subject and detail, without blanks. A changed or missing
entry breaks the chain.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.record_needs import DATABASE, RECORD_ERRORS
from flowforge_jobstore.auditing import entries
from servicekit import Context, RequestBody, operation


class AuditQuery(RequestBody):
    after: Annotated[int, Field(ge=0)] = Field(0, description="Only entries behind this number.")
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(1000, description="Maximum number of entries.")


class AuditEntry(BaseModel):
    number: int = Field(description="Number of the entry, without gaps.")
    at: float = Field(description="When it happened, in seconds since 1970.")
    action: str = Field(description="What was done, such as job.created.")
    subject: str = Field(description="What it was done to, such as the id of a job.")
    detail: str = Field(description="More about it, as JSON.")
    hash: str = Field(description="SHA-256 over this entry and the hash before, hexadecimal.")


class AuditPage(BaseModel):
    consumer: str = Field(description="Your consumer id, which is a part of the hashes.")
    entries: list[AuditEntry] = Field(description="The entries of this page, the oldest first.")


@operation(
    "/audit",
    method="GET",
    example={"limit": 100},
    needs=DATABASE,
    errors=RECORD_ERRORS,
)
async def export_audit(query: AuditQuery, context: Context, jobs: JobService) -> AuditPage:
    found = await jobs.read(entries, context.consumer.id, query.after, query.limit)
    return AuditPage(consumer=context.consumer.id, entries=[AuditEntry(**one) for one in found])
