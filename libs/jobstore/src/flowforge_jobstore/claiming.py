"""Claim the next jobs: the share of each consumer first, then priority, then age.

The next consumer is the one with the fewest running jobs for its weight. Consumers are found by a loose
index scan: one probe of the index for each consumer that has ready jobs, however many jobs that are.
"""

from collections.abc import Sequence
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Double, Integer, Text, bindparam, case, func, select, text, update

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
busy AS (SELECT consumer_id, count(*) AS running FROM job WHERE state = 'running' GROUP BY consumer_id),
first AS (
  SELECT lane.consumer_id, coalesce(busy.running, 0) AS running,
    (SELECT weight FROM job WHERE state = 'queued' AND ready AND job.consumer_id = lane.consumer_id
     ORDER BY priority DESC, created_at LIMIT 1) AS weight,
    (SELECT created_at FROM job WHERE state = 'queued' AND ready AND job.consumer_id = lane.consumer_id
     ORDER BY priority DESC, created_at LIMIT 1) AS created_at
  FROM lane LEFT JOIN busy ON busy.consumer_id = lane.consumer_id
  WHERE lane.consumer_id IS NOT NULL
),
ranked AS (
  SELECT consumer_id, running FROM first
  ORDER BY (running + 1.0) / coalesce(weight, 1), created_at LIMIT :lanes
)
"""
# SQLite has one writer at a time, so the best jobs are nobody else's.
_SQLITE = text(f"{_LANES} SELECT consumer_id, running FROM ranked")  # noqa: S608 - constants
# On PostgreSQL others claim at the same time: take the best candidates that nobody has locked.
_POSTGRESQL = text(f"""
job.id = ANY(ARRAY(
  {_LANES},
  candidate AS MATERIALIZED (
    SELECT best.id, (ranked.running + best.place + 0.0) / best.weight AS share, best.created_at
    FROM ranked CROSS JOIN LATERAL (
      SELECT id, weight, created_at, row_number() OVER (ORDER BY priority DESC, created_at) AS place
      FROM (SELECT id, weight, priority, created_at FROM job
            WHERE state = 'queued' AND ready AND job.consumer_id = ranked.consumer_id
            ORDER BY priority DESC, created_at LIMIT :depth) deep) best
  )
  SELECT locked.id FROM job AS locked JOIN candidate ON candidate.id = locked.id
  WHERE locked.state = 'queued' AND locked.ready
  ORDER BY candidate.share, candidate.created_at
  LIMIT :wanted FOR UPDATE OF locked SKIP LOCKED
))
""")  # noqa: S608 - constants
_LEAST_LANES = 8
_SPARE = 32  # candidates beyond those wanted: others may have locked the first ones
_NAMES = [name for name in Claim.__dataclass_fields__ if name != "seconds_left"]
# Statements are made once: to build one costs more than SQLite needs to run it.
_TAKE = (
    update(job)
    .where(job.c.state == "queued")
    .values(
        state="running",
        ready=False,
        marked=False,
        fence=job.c.fence + 1,
        attempt=job.c.attempt + 1,
        seq=job.c.seq + case((job.c.kind == "call", 1), else_=0),
        worker=bindparam("holder", type_=Text),
        lease=now() + bindparam("lease_seconds", type_=Double),
        started_at=func.coalesce(job.c.started_at, now()),
    )
    .returning(*(job.c[name] for name in _NAMES), (job.c.expires_at - now()).label("seconds_left"))
)
_TAKE_ON_POSTGRESQL = _TAKE.where(_POSTGRESQL)
_TAKE_ON_SQLITE = _TAKE.where(job.c.id.in_(bindparam("best", expanding=True)))
_QUEUE = (
    select(job.c.id, job.c.weight, job.c.created_at)
    .where(READY, job.c.consumer_id == bindparam("consumer"))
    .order_by(job.c.priority.desc(), job.c.created_at)
    .limit(bindparam("wanted", type_=Integer))
)


def claim_next(connection: Connection, worker: str, lease_seconds: float) -> Claim | None:
    """Claim the next job for *worker*; return None if nothing is ready."""
    return next(iter(claim_some(connection, worker, lease_seconds, 1)), None)


def claim_some(connection: Connection, worker: str, lease_seconds: float, wanted: int) -> list[Claim]:
    """Claim up to *wanted* jobs, the same that as many calls of `claim_next` would claim one by one."""
    values = {"holder": worker, "lease_seconds": lease_seconds}
    if connection.dialect.name == "postgresql":
        limits = {"wanted": wanted, "lanes": max(wanted, _LEAST_LANES), "depth": wanted + _SPARE}
        rows = connection.execute(_TAKE_ON_POSTGRESQL, values | limits).all()
    else:
        best = _best(connection, wanted)
        rows = connection.execute(_TAKE_ON_SQLITE, {**values, "best": best}).all() if best else []
    claims = [Claim(**row._mapping) for row in rows]  # noqa: SLF001 - public, named so for its columns
    started = [
        events.NewEvent(one.id, one.consumer_id, one.seq, "running", {"attempt": one.attempt})
        for one in claims
        if one.kind == "call"
    ]
    events.append(connection, started)
    return claims


def _best(connection: Connection, wanted: int) -> list[str]:
    """Return the ids of the jobs that are next, on SQLite."""
    lanes = connection.execute(_SQLITE, {"lanes": wanted}).all()
    queues = [_queue(connection, lane.consumer_id, lane.running, wanted) for lane in lanes]
    return [job_id for _, _, job_id in islice(merge(*queues), wanted)]


def _queue(
    connection: Connection, consumer_id: str, running: int, wanted: int
) -> Sequence[tuple[float, float, str]]:
    """Return the next jobs of one consumer, each with the share that it would bring the consumer to."""
    rows: Sequence[Any] = connection.execute(_QUEUE, {"consumer": consumer_id, "wanted": wanted}).all()
    return [((running + place) / row.weight, row.created_at, row.id) for place, row in enumerate(rows, 1)]


def ready_count(connection: Connection, limit: int = 1000) -> int:
    """Return how many jobs wait for a worker, *limit* at the most: what autoscaling follows."""
    some = select(job.c.id).where(READY).limit(limit).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()
