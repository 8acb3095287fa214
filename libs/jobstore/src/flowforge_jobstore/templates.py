"""Saved templates of a consumer: JSON documents under names, each with a version."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from flowforge_jobstore import auditing
from flowforge_jobstore.clock import now
from flowforge_jobstore.tables import template

MOST_TEMPLATES = 1000


class NameTaken(Exception):
    """The consumer has a template with this name already."""


class TooManyTemplates(Exception):
    """The consumer has MOST_TEMPLATES templates."""


def create_template(connection: Connection, consumer_id: str, name: str, document: str) -> None:
    """Save a new template. Raises NameTaken or TooManyTemplates."""
    count = select(func.count()).where(template.c.consumer_id == consumer_id)
    if connection.execute(count).scalar_one() >= MOST_TEMPLATES:
        raise TooManyTemplates
    row = {"consumer_id": consumer_id, "name": name, "version": 1, "document": document}
    try:
        with connection.begin_nested():
            connection.execute(insert(template).values(updated_at=now(), **row))
    except IntegrityError as error:
        raise NameTaken(name) from error
    auditing.note(connection, consumer_id, "template.created", name, {"version": 1})


def update_template(connection: Connection, consumer_id: str, name: str, document: str) -> bool:
    """Replace a template and raise its version; False if there is none."""
    changed = (
        update(template)
        .where(template.c.consumer_id == consumer_id, template.c.name == name)
        .values(document=document, version=template.c.version + 1, updated_at=now())
        .returning(template.c.version)
    )
    version = connection.execute(changed).scalar()
    if version is not None:
        auditing.note(connection, consumer_id, "template.updated", name, {"version": version})
    return version is not None


def delete_template(connection: Connection, consumer_id: str, name: str) -> bool:
    """Delete a template; False if there is none."""
    mine = delete(template).where(template.c.consumer_id == consumer_id, template.c.name == name)
    found = connection.execute(mine).rowcount == 1
    if found:
        auditing.note(connection, consumer_id, "template.deleted", name, {})
    return found


def find_template(connection: Connection, consumer_id: str, name: str) -> Row[Any] | None:
    query = select(template).where(template.c.consumer_id == consumer_id, template.c.name == name)
    return connection.execute(query).one_or_none()


def list_templates(connection: Connection, consumer_id: str, after: str, limit: int) -> Sequence[Row[Any]]:
    """Return templates in the order of their names, those behind the name *after*."""
    query = select(template).where(template.c.consumer_id == consumer_id, template.c.name > after)
    return connection.execute(query.order_by(template.c.name).limit(limit)).all()
