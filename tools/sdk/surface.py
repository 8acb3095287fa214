"""What all generated clients have in common: services, groups of operations, and fields of operations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from flowforge_specification import Document, Operation, operations
from flowforge_specification.catalog import accepts, gives
from flowforge_specification.documents import EVENTS, JSON, PREFIX, references, resolve, success

Answers = Literal["json", "file", "nothing", "events", "json or events"]
Place = Literal["path", "query", "header", "body"]
FILE = "FileReference"
_OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Field:
    """One value that a caller may give."""

    name: str  # as sent
    place: Place
    schema: Document
    required: bool
    description: str
    file: Literal["", "one", "several"] = ""


@dataclass(frozen=True, slots=True)
class Method:
    """One operation."""

    id: str
    name: str
    verb: str
    path: str
    summary: str
    description: str
    fields: tuple[Field, ...]
    body: str  # name of the schema of the body; empty without one
    answers: Answers
    result: Document | None  # schema of the JSON that comes back
    event: Document | None  # schema of the data of an event
    kept: bool  # whether output=file and output=base64 are possible
    streams_by_field: bool  # whether `stream` in the body asks for events
    accepts: tuple[str, ...]
    example: Any
    needs: str
    deadline: float
    form: bool

    @property
    def service(self) -> str:
        return self.id.partition(".")[0]

    @property
    def files(self) -> list[Field]:
        return [one for one in self.fields if one.file]

    def nodes(self) -> list[Any]:
        """Return every schema that the operation refers to."""
        body = [{"$ref": f"{PREFIX}schemas/{self.body}"}] if self.body else []
        return [*body, *(one.schema for one in self.fields), self.result, self.event]

    def at(self, place: Place) -> list[Field]:
        return [one for one in self.fields if one.place == place]


@dataclass(slots=True)
class Group:
    """Operations under one dotted name, and the groups below it."""

    name: str
    description: str = ""
    methods: dict[str, Method] = field(default_factory=dict)
    groups: dict[str, "Group"] = field(default_factory=dict)

    def every(self) -> Iterator[Method]:
        yield from self.methods.values()
        for group in self.groups.values():
            yield from group.every()


def services_of(document: Document) -> list[Group]:
    """Return one group for each service of *document*, in its order, with all operations of it."""
    found: dict[str, Group] = {}
    for tag in document["tags"]:
        found[tag["name"]] = Group(tag["name"], tag.get("description", ""))
    for one in operations(document):
        method = method_of(document, one)
        *names, last = method.id.split(".")
        group = found[names[0]]
        for name in names[1:]:
            group = group.groups.setdefault(name, Group(name))
        group.methods[last] = method
    return [group for group in found.values() if group.methods or group.groups]


def method_of(document: Document, one: Operation) -> Method:
    """Return one operation in the form that generators need."""
    content = success(document, one).get("content", {})
    answers: Answers = gives(document, one)  # type: ignore[assignment] # the words of the catalog
    streamed = content.get(EVENTS, {}).get("schema", {}).get("properties", {}).get("data", {})
    fields = (*_parameters(one), *_body(document, one))
    return Method(
        id=one.id,
        name=one.id.rpartition(".")[2],
        verb=one.method,
        path=one.path,
        summary=one.body.get("summary", ""),
        description=one.explanation,
        fields=tuple(item for item in fields if not _is_output(item)),
        body=one.content(JSON).get("schema", {}).get("$ref", "").rpartition("/")[2],
        answers=answers,
        result=_result(content),
        event=streamed.get("contentSchema"),
        kept=any(_is_output(item) for item in fields),
        streams_by_field=any(item.name == "stream" and item.place == "body" for item in fields),
        accepts=tuple(accepts(one)),
        example=one.content(JSON).get("example"),
        needs=one.body.get("x-example-needs", ""),
        deadline=float(one.body.get("x-deadline-seconds", 0)),
        form=bool(one.files),
    )


def _is_output(item: Field) -> bool:
    """Whether *item* says how a file comes back, which clients decide themselves."""
    return item.place == "query" and item.name == _OUTPUT and "base64" in item.schema.get("enum", ())


def _result(content: Document) -> Document | None:
    schema: Document | None = content.get(JSON, {}).get("schema")
    if schema is not None and "anyOf" in schema and "$ref" in schema["anyOf"][0]:
        return dict(schema["anyOf"][0])  # the description of a file; the other choice is its content
    return schema


def _parameters(one: Operation) -> Iterator[Field]:
    for parameter in one.parameters:
        name, place = parameter["name"], parameter["in"]
        if place == "header" and (name.startswith("X-") or name in ("Accept", "Last-Event-Id")):
            continue  # set by the platform, or by the client itself
        yield Field(
            name,
            place,
            parameter.get("schema", {}),
            bool(parameter.get("required")),
            parameter.get("description", ""),
        )


def _body(document: Document, one: Operation) -> Iterator[Field]:
    schema = resolve(document, one.content(JSON).get("schema", {}))
    required = schema.get("required", ())
    for name, described in schema.get("properties", {}).items():
        several = one.files.get(name)
        file: Literal["", "one", "several"] = "" if several is None else "several" if several else "one"
        text = described.get("description", "") or resolve(document, described).get("description", "")
        yield Field(name, "body", described, name in required, text, file)


def closure(document: Document, nodes: list[Any]) -> set[str]:
    """Return the names of all schemas that *nodes* refer to, directly or not."""
    schemas = document["components"]["schemas"]
    found: set[str] = set()
    waiting = {name for kind, name in references(nodes) if kind == "schemas"}
    while waiting:
        found |= waiting
        waiting = {name for kind, name in references([schemas[one] for one in waiting])} - found
    return found


def words(name: str) -> list[str]:
    """Split a name into its words: `data-key`, `data_key` and `dataKey` are data and key."""
    return [one.lower() for one in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]


def pascal(name: str) -> str:
    return "".join(one.capitalize() for one in words(name))


def camel(name: str) -> str:
    first, *rest = words(name)
    return first + "".join(one.capitalize() for one in rest)
