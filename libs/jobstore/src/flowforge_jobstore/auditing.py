"""The audit log: entries are written with what they tell of, and chained by their hashes afterwards."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from flowforge_jobstore.clock import now
from flowforge_jobstore.tables import audit

FIRST = "0" * 64


def note(connection: Connection, consumer_id: str, action: str, subject: str, detail: dict[str, Any]) -> None:
    """Append an entry. It is chained within a second by `seal`."""
    row = {"consumer_id": consumer_id, "action": action, "subject": subject, "detail": _text(detail)}
    connection.execute(insert(audit).values(at=now(), **row))


@dataclass(frozen=True, slots=True)
class Collected:
    """An entry that another store noted. *origin* is its key there: it is written once."""

    origin: str
    consumer_id: str
    at: float
    action: str
    subject: str
    detail: dict[str, Any]


def collect(connection: Connection, entries: Sequence[Collected]) -> None:
    """Append entries that happened elsewhere; those that are there already are left out."""
    insert_of = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [
        {
            "origin": one.origin,
            "consumer_id": one.consumer_id,
            "at": one.at,
            "action": one.action,
            "subject": one.subject,
            "detail": _text(one.detail),
        }
        for one in entries
    ]
    if rows:
        connection.execute(insert_of(audit).on_conflict_do_nothing(index_elements=["origin"]), rows)


def _text(detail: dict[str, Any]) -> str:
    return json.dumps(detail, sort_keys=True, separators=(",", ":"))


def digest(previous: str, consumer_id: str, number: int, at: float, what: tuple[str, str, str]) -> str:
    """Hash an entry onto the one before it: SHA-256 of its fields as a JSON array.

    *what* is action, subject and detail.
    """
    fields = [previous, consumer_id, number, at, *what]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def seal(connection: Connection, limit: int = 1000) -> int:
    """Number and chain the entries that are not yet; return how many. One process at a time does this."""
    query = select(audit).where(audit.c.hash.is_(None)).order_by(audit.c.id).limit(limit)
    latest: dict[str, tuple[int, str]] = {}
    sealed: list[dict[str, Any]] = []
    rows = connection.execute(query).all()
    for row in rows:
        number, previous = latest.get(row.consumer_id) or _latest(connection, row.consumer_id)
        what = (row.action, row.subject, row.detail)
        chained = digest(previous, row.consumer_id, number + 1, row.at, what)
        sealed.append({"sealed_id": row.id, "number": number + 1, "hash": chained})
        latest[row.consumer_id] = (number + 1, chained)
    if sealed:
        connection.execute(_SEAL, sealed)
    return len(rows)


_SEAL = (
    update(audit)
    .where(audit.c.id == bindparam("sealed_id"))
    .values(number=bindparam("number"), hash=bindparam("hash"))
)


def _latest(connection: Connection, consumer_id: str) -> tuple[int, str]:
    number = select(func.max(audit.c.number)).where(audit.c.consumer_id == consumer_id).scalar_subquery()
    query = select(audit.c.number, audit.c.hash).where(
        audit.c.consumer_id == consumer_id, audit.c.number == number
    )
    found = connection.execute(query).one_or_none()
    return (0, FIRST) if found is None else (found.number, found.hash)


def entries(connection: Connection, consumer_id: str, after: int, limit: int) -> list[dict[str, Any]]:
    """Return chained entries of a consumer behind number *after*."""
    query = (
        select(audit)
        .where(audit.c.consumer_id == consumer_id, audit.c.number > after)
        .order_by(audit.c.number)
        .limit(limit)
    )
    return [
        {
            "number": row.number,
            "at": row.at,
            "action": row.action,
            "subject": row.subject,
            "detail": row.detail,
            "hash": row.hash,
        }
        for row in connection.execute(query)
    ]
