"""Claim the next job: the share of each consumer first, then priority, then age.

The next consumer is the one with the fewest running jobs for its weight. Consumers are found by a loose
index scan: one probe of the index for each consumer that has ready jobs, however many jobs that are.
"""

from sqlalchemy import Connection, case, func, select, text, update

from flowforge_jobstore import events
from flowforge_jobstore.clock import now
from flowforge_jobstore.records import Claim
from flowforge_jobstore.tables import READY, job

_LANES = """
WITH RECURSIVE lane(consumer_id) AS (
  SELECT min(consumer_id) FROM job WHERE state = 'queued' AND ready
  UNION ALL
  SELECT (SELECT min(consumer_id) FROM job
          WHERE state = 'queued' AND ready AND job.consumer_id > lane.consumer_id)
  FROM lane WHERE lane.consumer_id IS NOT NULL
),
busy AS (SELECT consumer_id, count(*) AS running FROM job WHERE state = 'running' GROUP BY consumer_id)
"""
_FIRST = """
(SELECT {column} FROM job WHERE state = 'queued' AND ready AND job.consumer_id = lane.consumer_id
 ORDER BY priority DESC, created_at LIMIT 1)
"""
_SHARE = (
    f"(coalesce(busy.running, 0) + 1.0) / coalesce({_FIRST.format(column='weight')}, 1),"
    f" {_FIRST.format(column='created_at')}"
)
# SQLite has one writer at a time, so the best job is nobody else's.
_SQLITE = text(f"""
{_LANES}
SELECT {_FIRST.format(column="id")} AS id
FROM lane LEFT JOIN busy ON busy.consumer_id = lane.consumer_id
WHERE lane.consumer_id IS NOT NULL
ORDER BY {_SHARE} LIMIT 1
""")  # noqa: S608 - constants
# On PostgreSQL others claim at the same time: take the best candidate that nobody has locked.
_POSTGRESQL = text(f"""
{_LANES},
ranked AS (
  SELECT lane.consumer_id, row_number() OVER (ORDER BY {_SHARE}) AS place
  FROM lane LEFT JOIN busy ON busy.consumer_id = lane.consumer_id
  WHERE lane.consumer_id IS NOT NULL ORDER BY 2 LIMIT 8
),
candidate AS MATERIALIZED (
  SELECT best.id, ranked.place, best.priority, best.created_at FROM ranked CROSS JOIN LATERAL (
    SELECT id, priority, created_at FROM job
    WHERE state = 'queued' AND ready AND job.consumer_id = ranked.consumer_id
    ORDER BY priority DESC, created_at LIMIT 32) best
)
SELECT job.id FROM job JOIN candidate ON candidate.id = job.id
WHERE job.state = 'queued' AND job.ready
ORDER BY candidate.place, candidate.priority DESC, candidate.created_at
LIMIT 1 FOR UPDATE OF job SKIP LOCKED
""")  # noqa: S608 - constants


def claim_next(connection: Connection, worker: str, lease_seconds: float) -> Claim | None:
    """Claim the next job for *worker*; return None if nothing is ready."""
    query = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
    best = connection.execute(query).scalar()
    return None if best is None else _take(connection, best, worker, lease_seconds)


def _take(connection: Connection, job_id: str, worker: str, lease_seconds: float) -> Claim | None:
    taken = (
        update(job)
        .where(job.c.id == job_id, job.c.state == "queued")
        .values(
            state="running",
            ready=False,
            marked=False,
            fence=job.c.fence + 1,
            attempt=job.c.attempt + 1,
            seq=job.c.seq + case((job.c.kind == "call", 1), else_=0),
            worker=worker,
            lease=now() + lease_seconds,
            started_at=func.coalesce(job.c.started_at, now()),
        )
        .returning(job, (job.c.expires_at - now()).label("seconds_left"))
    )
    row = connection.execute(taken).one_or_none()
    if row is None:
        return None
    if row.kind == "call":
        events.append(connection, row.id, row.seq, "running", {"attempt": row.attempt})
    names = [name for name in Claim.__dataclass_fields__ if name != "seconds_left"]
    found = {name: getattr(row, name) for name in names}
    return Claim(**found, seconds_left=row.seconds_left)


def ready_count(connection: Connection, limit: int = 1000) -> int:
    """Return how many jobs wait for a worker, *limit* at the most: what autoscaling follows."""
    some = select(job.c.id).where(READY).limit(limit).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()
