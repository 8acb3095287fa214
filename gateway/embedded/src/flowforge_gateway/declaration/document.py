"""Load and validate a declaration. Errors name the entity and the field, never a value."""

from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from flowforge_gateway.catalog import read_declaration
from flowforge_gateway.declaration.consistency import consistency_errors
from flowforge_gateway.declaration.consumer_validation import CONSUMER_PLUGINS, with_validated_consumers
from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.declaration.lines import Lines, Location
from flowforge_gateway.errors import InvalidDeclaration

_SHOWN_MISTAKES = 20
_Mistake = tuple[str, Location | None]  # None: the words begin with the entity


def load(path: Path, *, with_consumers: bool = True) -> Declaration:
    """Read a rendered file (JSON) or kong.yml itself; raise InvalidDeclaration with every mistake by name.

    Mistakes in kong.yml are named with their line, those in its tiers too. Without consumers only `anonymous`
    and the first one are kept: routing needs no more of many.
    """
    if path.suffix != ".json":
        return _load_yaml(path)
    try:
        content = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise InvalidDeclaration(f"{path} cannot be read as JSON: {type(error).__name__}") from error
    if not with_consumers and isinstance(content, dict):
        content = {**content, "consumers": _few(content.get("consumers", []))}
    return validate(content)


def validate(content: Any) -> Declaration:
    """Validate *content*."""
    declaration, mistakes = _checked(content)
    if declaration is None or mistakes:
        raise InvalidDeclaration(_listed([words for words, _ in mistakes]))
    return declaration


def _load_yaml(path: Path) -> Declaration:
    content = read_declaration(path)
    declaration, mistakes = _checked({key: value for key, value in content.items() if key != "_ignore"})
    mistakes += _mistakes_in_tiers(content.get("_ignore"))
    if declaration is None or mistakes:
        lines = Lines(path)
        raise InvalidDeclaration(_listed([_with_line(*mistake, lines) for mistake in mistakes], str(path)))
    return declaration


def _checked(content: Any) -> tuple[Declaration | None, list[_Mistake]]:
    try:
        declaration = Declaration.model_validate(with_validated_consumers(content))
    except ValidationError as error:
        return None, _named(error, content)
    return declaration, [(words, None) for words in consistency_errors(declaration)]


def _mistakes_in_tiers(ignored: Any) -> list[_Mistake]:
    """Validate the plugins of the tiers, which are copied to consumers."""
    found: list[_Mistake] = []
    for index, tier in enumerate(ignored if isinstance(ignored, list) else []):
        if isinstance(tier, dict) and "tier" in tier:
            try:
                CONSUMER_PLUGINS.validate_python(tier.get("plugins"))
            except ValidationError as error:
                prefix = f"tier {tier['tier']}, "
                inside: Location = ("_ignore", index, "plugins")
                found += [
                    (prefix + words, (*inside, *(location or ())))
                    for words, location in _named(error, tier.get("plugins"), "plugin")
                ]
    return found


def _named(error: ValidationError, content: Any, kind: str = "") -> list[_Mistake]:
    return [
        (f"{_place(content, item['loc'], kind)}: {_mistake(item)}", item["loc"])
        for item in error.errors(include_input=False, include_url=False)
    ]


def _with_line(words: str, location: Location | None, lines: Lines) -> str:
    line = lines.of_entity(words) if location is None else lines.of(location)
    return words if line is None else f"line {line}: {words}"


def _few(consumers: Any) -> Any:
    if not isinstance(consumers, list):
        return consumers
    named = [(it.get("username") if isinstance(it, dict) else None, it) for it in consumers]
    anonymous = [it for name, it in named if name == "anonymous"]
    return anonymous + [it for name, it in named if name != "anonymous"][:1]


def _place(content: Any, location: Location, kind: str = "") -> str:
    """Convert an error location to names: `service crypto, route crypto-public, plugin acl, config.deny`."""
    entities: list[str] = []
    fields: list[str] = []
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
    return words.get(item["type"]) or str(item["msg"]).removeprefix("Value error, ")


def _listed(mistakes: list[str], source: str = "the declaration") -> str:
    shown = mistakes[:_SHOWN_MISTAKES]
    more = [f"and {len(mistakes) - len(shown)} more"] if len(mistakes) > len(shown) else []
    return f"{source} is refused:\n  " + "\n  ".join([*shown, *more])
