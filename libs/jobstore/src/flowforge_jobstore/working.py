"""What a worker writes in one transaction: how jobs ended, which are tried again, and which it takes next."""

from collections.abc import Sequence

from sqlalchemy import Connection

from flowforge_jobstore.claiming import claim_some
from flowforge_jobstore.ending import finish_all, release
from flowforge_jobstore.records import Claim, Finish, Retry


def end_and_claim(
    connection: Connection,
    ended: Sequence[Finish | Retry],
    *,
    worker: str,
    lease_seconds: float,
    wanted: int,
) -> list[Claim]:
    """Write what became of jobs, then claim up to *wanted*. What a late holder writes is ignored."""
    finish_all(connection, [one for one in ended if isinstance(one, Finish)])
    for one in ended:
        if isinstance(one, Retry):
            release(
                connection,
                one.job_id,
                one.fence,
                delay_seconds=one.delay_seconds,
                counts=one.counts,
                crashed=one.crashed,
                error=one.error,
            )
    return claim_some(connection, worker, lease_seconds, wanted) if wanted > 0 else []
