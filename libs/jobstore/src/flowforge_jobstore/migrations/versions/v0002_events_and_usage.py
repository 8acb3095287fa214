"""Events by consumer, costs of jobs, and sums of usage."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_UNCOUNTED = sa.text("ended_at IS NOT NULL AND NOT counted")


def upgrade() -> None:
    op.add_column("job", sa.Column("cost", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("job", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("job", sa.Column("running_out", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "job_uncounted", "job", ["ended_at"], postgresql_where=_UNCOUNTED, sqlite_where=_UNCOUNTED
    )
    op.add_column("job_event", sa.Column("consumer_id", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE job_event SET consumer_id = (SELECT job.consumer_id FROM job WHERE job.id = job_event.job_id)"
    )
    op.create_index("event_of_consumer", "job_event", ["consumer_id", "at"])
    op.create_table(
        "usage",
        sa.Column("consumer_id", sa.Text(), primary_key=True),
        sa.Column("day", sa.Text(), primary_key=True),
        sa.Column("operation", sa.Text(), primary_key=True),
        sa.Column("state", sa.Text(), primary_key=True),
        sa.Column("jobs", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("usage")
    op.drop_index("event_of_consumer", "job_event")
    op.drop_column("job_event", "consumer_id")
    op.drop_index("job_uncounted", "job")
    for column in ("running_out", "counted", "cost"):
        op.drop_column("job", column)
