"""The tables. Times are seconds since 1970 on the database's clock."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
    text,
)

metadata = MetaData()

# Conditions of partial indexes: a query uses the index if it says the same.
READY = text("state = 'queued' AND ready")
RUNNING = text("state = 'running'")
WAITING = text("state = 'queued' AND NOT ready")
QUEUED = text("state = 'queued'")
UNCOUNTED = text("ended_at IS NOT NULL AND NOT counted")

job = Table(
    "job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("consumer_id", Text, nullable=False),
    Column("consumer_name", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("ready", Boolean, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("not_before", Double, nullable=False),
    Column("expires_at", Double, nullable=False),
    Column("started_at", Double),
    Column("ended_at", Double),
    Column("deadline_seconds", Double, nullable=False),
    Column("keep_seconds", Double, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("crashes", Integer, nullable=False),
    Column("losses", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("worker", Text),
    Column("lease", Double),
    Column("seq", Integer, nullable=False),
    Column("cancelling", Boolean, nullable=False),
    Column("announced_at", Double, nullable=False),
    Column("progress", Text),
    Column("status", Integer),
    Column("result", LargeBinary),
    Column("result_file", Text),
    Column("error", Text),
    Column("reason", Text),
    Column("callback_url", Text),
    Column("owner_id", Text),
    Column("owner_step", Text),
    Column("marked", Boolean, nullable=False),
    Column("note", Text),
    Column("cost", Integer, nullable=False, server_default="0"),
    Column("counted", Boolean, nullable=False, server_default=false()),
    Column("running_out", Boolean, nullable=False, server_default=false()),
    # What a worker may take, in the order in which one consumer's jobs are taken.
    Index(
        "job_ready",
        "consumer_id",
        text("priority DESC"),
        "created_at",
        postgresql_where=READY,
        sqlite_where=READY,
    ),
    Index("job_waiting", "not_before", postgresql_where=WAITING, sqlite_where=WAITING),
    Index("job_running", "consumer_id", "lease", postgresql_where=RUNNING, sqlite_where=RUNNING),
    Index("job_listed", "consumer_id", "created_at", "id"),
    Index("job_owned", "owner_id", "owner_step", unique=True),
    Index("job_ended", "ended_at"),
    Index("job_expiring", "expires_at", postgresql_where=QUEUED, sqlite_where=QUEUED),
    Index("job_uncounted", "ended_at", postgresql_where=UNCOUNTED, sqlite_where=UNCOUNTED),
)

event = Table(
    "job_event",
    metadata,
    Column("job_id", Text, ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Double, nullable=False),
    Column("type", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("consumer_id", Text, nullable=False, server_default=""),
    Index("event_of_consumer", "consumer_id", "at"),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Double, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Text, primary_key=True),
    Column("job_id", Text, nullable=False),
    Column("consumer_id", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("next_at", Double, nullable=False),
    Column("lease", Double, nullable=False),
    Column("ended_at", Double),
    Index("delivery_due", "state", "next_at"),
    Index("delivery_of_job", "job_id"),
)

delivery_attempt = Table(
    "delivery_attempt",
    metadata,
    Column("delivery_id", Text, ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Double, nullable=False),
    Column("status", Integer),
    Column("milliseconds", Integer, nullable=False),
    Column("error", Text),
)

signing_key = Table(
    "signing_key",
    metadata,
    Column("consumer_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("rotated_at", Double, nullable=False),
)

template = Table(
    "template",
    metadata,
    Column("consumer_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("updated_at", Double, nullable=False),
)

usage = Table(
    "usage",
    metadata,
    Column("consumer_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("operation", Text, primary_key=True),
    Column("state", Text, primary_key=True),
    Column("jobs", BigInteger, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("cost", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("consumer_id", Text, nullable=False),
    Column("number", Integer),
    Column("at", Double, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", Text),
    Column("origin", Text),
    Index("audit_chain", "consumer_id", "number", unique=True),
    Index("audit_origin", "origin", unique=True),
    Index("audit_unsealed", "id", postgresql_where=text("hash IS NULL"), sqlite_where=text("hash IS NULL")),
)
