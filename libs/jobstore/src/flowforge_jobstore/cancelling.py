"""Cancel a job: at once if nobody runs it, else by its worker's next beat."""

from sqlalchemy import Connection, select, update

from flowforge_jobstore import auditing
from flowforge_jobstore.ending import end_waiting
from flowforge_jobstore.records import Outcome
from flowforge_jobstore.tables import job


def cancel(connection: Connection, consumer_id: str, job_id: str) -> bool:
    """Cancel a job and the steps that it owns; False if it had ended."""
    mine = (job.c.id == job_id, job.c.consumer_id == consumer_id)
    if not _cancel(connection, job_id):
        return False
    steps = select(job.c.id).where(job.c.owner_id == job_id, job.c.state.in_(("queued", "running")))
    for step in list(connection.execute(steps).scalars()):
        _cancel(connection, step)
    if connection.execute(select(job.c.owner_id).where(*mine)).scalar() is None:
        auditing.note(connection, consumer_id, "job.cancelled", job_id, {})
    return True


def _cancel(connection: Connection, job_id: str) -> bool:
    running = update(job).where(job.c.id == job_id, job.c.state == "running")
    if connection.execute(running.values(cancelling=True)).rowcount:
        return True
    return end_waiting(connection, job_id, Outcome("cancelled"))
