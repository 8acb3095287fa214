"""What a schema means for a programming language: named objects with fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

MAX_OBJECTS: Final = 500
MAX_DEPTH: Final = 40
_WORD: Final = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """A type: `kind` is string, integer, number, boolean, null, any, list, map, object, enum or union.

    `parts` are the item of a list, the value of a map, or the ways of a union; `name` is an object's.
    """

    kind: str
    parts: tuple["Shape", ...] = ()
    name: str = ""
    values: tuple[Any, ...] = ()
    format: str = ""

    @property
    def nullable(self) -> bool:
        return self.kind == "null" or (self.kind == "union" and any(one.kind == "null" for one in self.parts))


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    shape: Shape
    required: bool
    description: str = ""


@dataclass(slots=True)
class Shapes:
    """The objects by name, in the order in which they were met, and the shape of the whole."""

    objects: dict[str, list[Member]] = field(default_factory=dict)
    root: Shape = field(default_factory=lambda: Shape("any"))


def shapes_of(schema: Any, name: str) -> Shapes:
    """Return the shapes of *schema*; references inside it become names."""
    return _Reader(schema).read(name)


class _Reader:
    def __init__(self, schema: Any) -> None:
        self._root = schema
        self._shapes = Shapes()
        self._references: dict[str, str] = {}
        self._same: dict[tuple[Any, ...], str] = {}

    def read(self, name: str) -> Shapes:
        self._shapes.root = self._shape(self._root, name, 0)
        return self._shapes

    def _shape(self, schema: Any, name: str, depth: int) -> Shape:  # noqa: PLR0911 - one for each word of a schema
        if not isinstance(schema, dict) or depth > MAX_DEPTH:
            return Shape("any")
        if isinstance(schema.get("$ref"), str):
            return self._referred(schema["$ref"], depth)
        if "const" in schema or "enum" in schema:
            values = schema.get("enum", [schema.get("const")])
            plain = all(isinstance(one, str | int | float | bool | None) for one in values)
            return Shape("enum", values=tuple(values)) if plain and values else Shape("any")
        if all_of := [one for one in schema.get("allOf", []) if isinstance(one, dict)]:
            return self._shape(self._together([{**schema, "allOf": []}, *all_of], depth), name, depth + 1)
        ways = [one for word in ("anyOf", "oneOf") for one in schema.get(word, [])]
        if ways:
            return _union([self._shape(one, name, depth + 1) for one in ways])
        kind = schema.get("type")
        if isinstance(kind, list):
            return _union([self._shape({**schema, "type": one}, name, depth) for one in kind])
        return self._typed(schema, str(kind or ""), name, depth)

    def _typed(self, schema: Mapping[str, Any], kind: str, name: str, depth: int) -> Shape:
        if kind == "object" or (not kind and "properties" in schema):
            if not schema.get("properties"):
                extra = schema.get("additionalProperties", True)
                return Shape("map", (self._shape(extra, f"{name}Value", depth + 1),))
            return self._object(schema, name, depth)
        if kind == "array":
            return Shape("list", (self._shape(schema.get("items", True), _singular(name), depth + 1),))
        if kind in ("string", "integer", "number", "boolean", "null"):
            return Shape(kind, format=str(schema.get("format", "")))
        return Shape("any")

    def _object(self, schema: Mapping[str, Any], name: str, depth: int) -> Shape:
        if len(self._shapes.objects) >= MAX_OBJECTS:
            return Shape("any")
        own = self._free(str(schema.get("title") or name))
        self._shapes.objects[own] = []
        required = schema.get("required") or []
        members = [
            Member(
                key,
                self._shape(one, f"{own}{pascal(key)}" if depth > 1 else pascal(key), depth + 1),
                key in required,
                str(one.get("description", "")) if isinstance(one, dict) else "",
            )
            for key, one in schema["properties"].items()
        ]
        same = tuple((one.name, one.shape, one.required) for one in members)
        if same in self._same and not any(one.shape.name == own for one in members):
            del self._shapes.objects[own]
            return Shape("object", name=self._same[same])
        self._same[same] = own
        self._shapes.objects[own] = members
        return Shape("object", name=own)

    def _referred(self, reference: str, depth: int) -> Shape:
        if reference in self._references:
            return Shape("object", name=self._references[reference])
        target = self._target(reference)
        name = pascal(reference.rpartition("/")[2]) or "Root"
        if isinstance(target, dict) and target.get("properties"):
            self._references[reference] = self._reserved(name)
            made = self._object({**target, "title": self._references[reference]}, name, depth + 1)
            self._references[reference] = made.name
            return made
        return self._shape(target, name, depth + 1)

    def _reserved(self, name: str) -> str:
        return name if name not in self._shapes.objects else self._free(name)

    def _target(self, reference: str) -> Any:
        if not reference.startswith("#"):
            return True
        target = self._root
        for part in reference.removeprefix("#").split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            target = target.get(key, True) if isinstance(target, dict) else True
        return target

    def _together(self, parts: list[dict[str, Any]], depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
        for one in parts:
            part = (
                self._target(one["$ref"]) if isinstance(one.get("$ref"), str) and depth < MAX_DEPTH else one
            )
            if isinstance(part, dict):
                made["properties"] |= part.get("properties") or {}
                made["required"] += part.get("required") or []
                made |= {key: part[key] for key in ("title", "type") if key in part}
        return made

    def _free(self, wanted: str) -> str:
        name, number = pascal(wanted) or "Item", 2
        made = name
        while made in self._shapes.objects:
            made, number = f"{name}{number}", number + 1
        return made


def _union(ways: list[Shape]) -> Shape:
    distinct = list(dict.fromkeys(ways))
    if any(one.kind == "any" for one in distinct):
        return Shape("any")
    if {one.kind for one in distinct} == {"integer", "number"}:
        return Shape("number")
    return distinct[0] if len(distinct) == 1 else Shape("union", tuple(distinct))


def pascal(text: str) -> str:
    """Return a name such as LineItem of `line_item`; one that begins with a digit gets an N before it."""
    words = _WORD.findall(text)
    made = "".join(word[:1].upper() + word[1:] for word in words)
    return f"N{made}" if made[:1].isdigit() else made


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else f"{name}Item"
