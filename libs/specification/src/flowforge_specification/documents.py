"""Read an OpenAPI document: its operations, what they refer to, and how they take their input."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
PREFIX = "#/components/"
JSON, FORM, EVENTS = "application/json", "multipart/form-data", "text/event-stream"
_METHODS = ("get", "post", "put", "patch", "delete", "head", "options")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document."""

    method: str
    path: str
    body: Document

    @property
    def id(self) -> str:
        return str(self.body["operationId"])

    @property
    def service(self) -> str:
        return str(self.body["tags"][0])

    @property
    def explanation(self) -> str:
        """The description, if it says more than the summary."""
        text = str(self.body.get("description", ""))
        return "" if text.rstrip(".") == self.body.get("summary", "") else text

    def content(self, media_type: str) -> Document:
        """Return how the request body is described as *media_type*; empty if it cannot be."""
        described = self.body.get("requestBody", {}).get("content", {}).get(media_type, {})
        return dict(described)

    @property
    def parameters(self) -> list[Document]:
        """The operation's own parameters, without those that only describe a raw body.

        Parameters that many operations share, such as `Prefer`, are references and left out.
        """
        found = self.body.get("parameters", [])
        return [one for one in found if "$ref" not in one and not one.get("x-raw-body-only")]

    @property
    def files(self) -> dict[str, bool]:
        """The file fields of the form, each with whether it takes several files."""
        properties = self.content(FORM).get("schema", {}).get("properties", {})
        found = {name: _holds_file(schema) for name, schema in properties.items()}
        return {name: several for name, several in found.items() if several is not None}


def operations(document: Document) -> Iterator[Operation]:
    """Yield the operations of *document* in its order."""
    for path, methods in document["paths"].items():
        for method, body in methods.items():
            if method in _METHODS:
                yield Operation(method.upper(), path, body)


def references(node: Any) -> Iterator[tuple[str, str]]:
    """Yield kind and name of the components that *node* refers to: ("schemas", "HashResult")."""
    if isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith(PREFIX):
            kind, _, name = target.removeprefix(PREFIX).partition("/")
            yield kind, name
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def resolve(document: Document, node: Document) -> Document:
    """Return what *node* refers to, or *node* itself."""
    target = next(iter(references({"$ref": node["$ref"]})), None) if "$ref" in node else None
    return dict(document["components"][target[0]][target[1]]) if target else node


def success(document: Document, one: Operation) -> Document:
    """Return the response of a success; empty if the operation describes none."""
    responses = one.body["responses"]
    found = [responses[status] for status in sorted(responses) if status < "3"]
    return resolve(document, found[0]) if found else {}


def _holds_file(schema: Document) -> bool | None:
    """Return whether a form field takes several files; None if it takes none."""
    for choice in (schema, *schema.get("anyOf", ())):
        if choice.get("format") == "binary":
            return False
        if choice.get("items", {}).get("format") == "binary":
            return True
    return None
