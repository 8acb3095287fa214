"""Replace the secret that your webhooks are signed with.

For a day, messages are signed with both secrets, so that receivers can change over.
"""

from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.record_needs import DATABASE, RECORD_ERRORS
from flowforge_jobs.operations.webhooks.secret import WebhookSecret
from flowforge_jobstore.delivering import rotate_key
from servicekit import Context, operation


@operation(
    "/webhooks/rotate",
    example={},
    needs=DATABASE,
    secret=True,
    errors=RECORD_ERRORS,
)
async def rotate_webhook_secret(context: Context, jobs: JobService) -> WebhookSecret:
    version = await jobs.write(rotate_key, context.consumer.id)
    return WebhookSecret(secret=jobs.signer.secret(context.consumer.id, version), version=version)
