"""Pydantic models."""

import builtins
import keyword
import re
from typing import Final

from flowforge_data.core.documents.json.types.shapes import Member, Shape, Shapes

_PLAIN: Final = {
    "integer": "int", "number": "float", "boolean": "bool", "null": "None", "any": "Any",
}  # fmt: skip
_FORMATS: Final = {"date": "date", "date-time": "datetime", "time": "time", "uuid": "UUID"}
_IMPORTS: Final = (
    ("from __future__ import annotations", None),
    ("from datetime import {}", ("date", "datetime", "time")),
    ("from typing import {}", ("Any", "Literal")),
    ("from uuid import {}", ("UUID",)),
)
_TAKEN: Final = frozenset(
    {"model_config", "model_fields", "copy", "dict", "json", "schema", "validate", "construct"}
)


def pydantic(shapes: Shapes, name: str) -> str:
    """Return classes, those that others use first, and a type alias where the whole is no object."""
    classes = [_class(one, members) for one, members in reversed(shapes.objects.items())]
    if shapes.root.kind != "object":
        classes.append(f"{name} = RootModel[{_type(shapes.root)}]\n")
    body = "\n\n".join(classes)
    lines = [_import(line, names, body) for line, names in _IMPORTS]
    uses = (
        ["BaseModel"] * ("BaseModel" in body)
        + ["Field"] * ("Field(" in body)
        + ["RootModel"] * ("RootModel" in body)
    )
    lines.append(f"\nfrom pydantic import {', '.join(uses)}")
    return "\n".join(line for line in lines if line) + "\n\n\n" + body


def _import(line: str, names: tuple[str, ...] | None, body: str) -> str:
    if names is None:
        return line + "\n"
    used = [one for one in names if re.search(rf"\b{one}\b", body)]
    return line.format(", ".join(used)) if used else ""


def _class(name: str, members: list[Member]) -> str:
    lines = [f"class {name}(BaseModel):"]
    lines += [f"    {_line(member, taken)}" for member, taken in _named(members)]
    return "\n".join([*lines, ""])


def _named(members: list[Member]) -> list[tuple[Member, str]]:
    taken: set[str] = set()
    found = []
    for member in members:
        base = _identifier(member.name)
        name, number = base, 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        found.append((member, name))
    return found


def _line(member: Member, name: str) -> str:
    kind = _type(member.shape)
    options = [f"alias={member.name!r}"] if name != member.name else []
    if member.description:
        options.append(f"description={' '.join(member.description.split())!r}")
    if not member.required:
        kind = kind if member.shape.nullable or kind == "Any" else f"{kind} | None"
        default = f"Field({', '.join(['default=None', *options])})" if options else "None"
        return f"{name}: {kind} = {default}"
    return f"{name}: {kind}" + (f" = Field({', '.join(options)})" if options else "")


def _identifier(name: str) -> str:
    plain = re.sub(r"\W", "_", name).strip("_") or "field"
    plain = f"n{plain}" if plain[:1].isdigit() else plain
    return f"{plain}_" if keyword.iskeyword(plain) or plain in _TAKEN or plain in dir(builtins) else plain


def _type(shape: Shape) -> str:  # noqa: PLR0911 - one line a kind
    match shape.kind:
        case "object":
            return shape.name
        case "string":
            return _FORMATS.get(shape.format, "str")
        case "list":
            return f"list[{_type(shape.parts[0])}]"
        case "map":
            return f"dict[str, {_type(shape.parts[0])}]"
        case "enum":
            return _literal(shape)
        case "union":
            ordered = sorted(shape.parts, key=lambda one: one.kind == "null")
            return " | ".join(dict.fromkeys(_type(one) for one in ordered))
        case _:
            return _PLAIN[shape.kind]


def _literal(shape: Shape) -> str:
    if any(isinstance(one, float) for one in shape.values):
        return "float"
    return f"Literal[{', '.join(repr(one) for one in shape.values)}]"
