"""Get the secret that your webhooks are signed with (Standard Webhooks)."""

from pydantic import BaseModel, Field

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.record_needs import DATABASE, RECORD_ERRORS
from flowforge_jobstore.delivering import key_version
from servicekit import Context, operation


class WebhookSecret(BaseModel):
    secret: str = Field(
        description="Give this to the receiver; with the prefix whsec_, as libraries expect it."
    )
    version: int = Field(description="How often the secret was rotated, plus one.")


@operation(
    "/webhooks/secret",
    method="GET",
    example={},
    needs=DATABASE,
    secret=True,
    errors=RECORD_ERRORS,
)
async def get_webhook_secret(context: Context, jobs: JobService) -> WebhookSecret:
    version, _ = await jobs.read(key_version, context.consumer.id)
    return WebhookSecret(secret=jobs.signer.secret(context.consumer.id, version), version=version)
