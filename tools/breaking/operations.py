"""Compare two documents, operation by operation."""

from collections.abc import Iterator
from dataclasses import dataclass

from flowforge_specification import Document, Operation, operations
from tools.breaking.schemas import Node, Schemas, described

_FIRST_NO_SUCCESS = "3"


@dataclass(frozen=True, slots=True)
class Change:
    """One change that breaks callers of an operation."""

    operation: str
    place: str  # of the request or the answer; empty: the operation as a whole
    what: str

    def __str__(self) -> str:
        return f"{self.operation}: {f'{self.place} {self.what}'.lstrip()}"


def breaking_changes(old: Document, new: Document) -> list[Change]:
    """Return what in *new* breaks a client made for *old*. Both are OpenAPI 3.1 documents."""
    now = {one.id: one for one in operations(new)}
    schemas = Schemas(old, new)
    found: dict[Change, None] = {}
    for before in operations(old):
        for place, what in _of_operation(schemas, before, now.get(before.id)):
            found[Change(before.id, place, what)] = None
    return list(found)


def _of_operation(schemas: Schemas, before: Operation, after: Operation | None) -> Iterator[tuple[str, str]]:
    if after is None:
        yield "", "was removed"
        return
    was, now = f"{before.method} {before.path}", f"{after.method} {after.path}"
    if was != now:
        yield "", f"the address {was} is now {now}"
    if before.body.get("security") == [] and after.body.get("security") != []:
        yield "", "now needs a key"
    yield from _parameters(schemas, before, after)
    yield from _request(schemas, before, after)
    yield from _answers(schemas, before, after)


def _parameters(schemas: Schemas, before: Operation, after: Operation) -> Iterator[tuple[str, str]]:
    old, new = _by_place(schemas.old, before), _by_place(schemas.new, after)
    for key, parameter in old.items():
        place = f"{key[0]} parameter '{key[1]}'"
        if (now := new.get(key)) is None:
            yield place, "was removed"
            continue
        if now.get("required") and not parameter.get("required"):
            yield place, "is now required"
        for where, what in schemas.compare(_schema(parameter), _schema(now), sent=True):
            yield f"{place}{where}", what
    for key, parameter in new.items():
        if parameter.get("required") and key not in old and key[0] != "path":
            yield f"{key[0]} parameter '{key[1]}'", "is new and required"


def _by_place(document: Document, one: Operation) -> dict[tuple[str, str], Node]:
    found = [described(document, parameter) for parameter in one.body.get("parameters", ())]
    return {(parameter["in"], parameter["name"]): parameter for parameter in found}


def _schema(parameter: Node) -> Node:
    schema: Node = parameter.get("content", {}).get("application/json", parameter)["schema"]
    return schema


def _request(schemas: Schemas, before: Operation, after: Operation) -> Iterator[tuple[str, str]]:
    old, new = before.body.get("requestBody"), after.body.get("requestBody")
    if new and new.get("required") and not (old and old.get("required")):
        yield "request", "is now required"
    accepted = new["content"] if new else {}
    for media_type, media in (old["content"] if old else {}).items():
        if media_type not in accepted:
            yield "request", f"can no longer be {media_type}"
            continue
        for where, what in schemas.compare(media["schema"], accepted[media_type]["schema"], sent=True):
            yield f"request{where}", what


def _answers(schemas: Schemas, before: Operation, after: Operation) -> Iterator[tuple[str, str]]:
    now = after.body["responses"]
    for status, response in before.body["responses"].items():
        if status >= _FIRST_NO_SUCCESS:
            continue
        if status not in now:
            yield "answer", f"no longer has the status {status}"
            continue
        content = described(schemas.new, now[status]).get("content", {})
        for media_type, media in described(schemas.old, response).get("content", {}).items():
            if media_type not in content:
                yield "answer", f"is no longer {media_type}"
                continue
            for where, what in schemas.compare(media["schema"], content[media_type]["schema"], sent=False):
                yield f"answer{where}", what
