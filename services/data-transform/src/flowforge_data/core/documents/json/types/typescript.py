"""TypeScript interfaces."""

import json
import re
from typing import Final

from flowforge_data.core.documents.json.types.shapes import Member, Shape, Shapes

_NAME: Final = re.compile(r"[A-Za-z_$][\w$]*")
_PLAIN: Final = {
    "string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null",
    "any": "unknown",
}  # fmt: skip


def typescript(shapes: Shapes, name: str) -> str:
    """Return exported interfaces, and a type alias where the whole is no object."""
    blocks = [_interface(one, members) for one, members in shapes.objects.items()]
    if shapes.root.kind != "object":
        blocks.append(f"export type {name} = {_type(shapes.root)};\n")
    return "\n".join(blocks)


def _interface(name: str, members: list[Member]) -> str:
    lines = [f"export interface {name} {{"]
    for member in members:
        if member.description:
            lines.append(f"  /** {' '.join(member.description.split()).replace('*/', '* /')} */")
        key = member.name if _NAME.fullmatch(member.name) else json.dumps(member.name)
        lines.append(f"  {key}{'' if member.required else '?'}: {_type(member.shape)};")
    return "\n".join([*lines, "}", ""])


def _type(shape: Shape) -> str:
    match shape.kind:
        case "object":
            return shape.name
        case "list":
            inner = _type(shape.parts[0])
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case "map":
            return f"Record<string, {_type(shape.parts[0])}>"
        case "enum":
            return " | ".join(json.dumps(one) for one in shape.values)
        case "union":
            return " | ".join(dict.fromkeys(_type(one) for one in shape.parts))
        case _:
            return _PLAIN[shape.kind]
