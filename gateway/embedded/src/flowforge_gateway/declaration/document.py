"""Load a declaration and check it as a whole. Mistakes are named by entity and field, never by value."""

from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from flowforge_gateway.catalog import read_declaration
from flowforge_gateway.declaration.checks import mistakes_as_a_whole
from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.declaration.many import with_validated_consumers
from flowforge_gateway.errors import InvalidDeclaration

_SHOWN_MISTAKES = 20


def load(path: Path, *, with_consumers: bool = True) -> Declaration:
    """Read a rendered file (JSON) or kong.yml itself; raise InvalidDeclaration with every mistake by name.

    Without consumers only `anonymous` and the first one are kept: routing needs no more of many.
    """
    if path.suffix == ".json":
        try:
            content = orjson.loads(path.read_bytes())
        except (OSError, orjson.JSONDecodeError) as error:
            raise InvalidDeclaration(f"{path} cannot be read as JSON: {type(error).__name__}") from error
    else:
        content = {key: value for key, value in read_declaration(path).items() if key != "_ignore"}
    if not with_consumers and isinstance(content, dict):
        content = {**content, "consumers": _few(content.get("consumers", []))}
    return validate(content)


def validate(content: Any) -> Declaration:
    """Check *content* and return it typed."""
    try:
        declaration = Declaration.model_validate(with_validated_consumers(content))
    except ValidationError as error:
        mistakes = [
            f"{_place(content, item['loc'])}: {_mistake(item)}"
            for item in error.errors(include_input=False, include_url=False)
        ]
        raise InvalidDeclaration(_listed(mistakes)) from None  # the cause would quote values
    mistakes = list(mistakes_as_a_whole(declaration))
    if mistakes:
        raise InvalidDeclaration(_listed(mistakes))
    return declaration


def _few(consumers: Any) -> Any:
    if not isinstance(consumers, list):
        return consumers
    named = [(it.get("username") if isinstance(it, dict) else None, it) for it in consumers]
    anonymous = [it for name, it in named if name == "anonymous"]
    return anonymous + [it for name, it in named if name != "anonymous"][:1]


def _place(content: Any, location: tuple[int | str, ...]) -> str:
    """Turn a path of indexes into names: `service crypto, route crypto-public, plugin acl, config.deny`."""
    entities: list[str] = []
    fields: list[str] = []
    kind = ""
    for part in location:
        if isinstance(part, int) and isinstance(content, list) and part < len(content):
            content = content[part]
            entities.append(f"{kind.removesuffix('s')} {_name(content, part)}")
            fields.clear()
        elif isinstance(content, dict) and part in content:
            content, kind = content[part], str(part)
            fields.append(kind)
        elif not (
            isinstance(content, dict) and content.get("name") == part
        ):  # the discriminator repeats the name
            fields.append(str(part))
    return ", ".join((*entities, ".".join(fields))).strip(", ") or "file"


def _name(entity: Any, index: int) -> str:
    if not isinstance(entity, dict):
        return f"number {index + 1}"
    return str(entity.get("name") or entity.get("username") or entity.get("target") or f"number {index + 1}")


def _mistake(item: Any) -> str:
    words = {
        "extra_forbidden": "this gateway does not know this field",
        "union_tag_invalid": "this gateway does not know this plugin here",
        "missing": "it is missing",
    }
    return words.get(item["type"]) or str(item["msg"])


def _listed(mistakes: list[str]) -> str:
    shown = mistakes[:_SHOWN_MISTAKES]
    more = [f"and {len(mistakes) - len(shown)} more"] if len(mistakes) > len(shown) else []
    return "the declaration is refused:\n  " + "\n  ".join([*shown, *more])
