"""From fields of operations to parameters of an n8n node."""

import re
from typing import Any, Literal

from flowforge_specification import Document
from flowforge_specification.documents import resolve
from tools.sdk.surface import Field, words

Kind = Literal["text", "number", "boolean", "list", "json", "file", "files"]
Parameter = dict[str, Any]
_UPPER = {"id", "url", "json", "pdf", "html", "csv", "qr", "ocr", "llm", "xml", "api", "uri", "ids", "urls"}
_SECRET = re.compile(r"password|secret|passphrase|private_key|token$|^key$")
_SIGNS = {",": "Comma", ";": "Semicolon", "|": "Pipe", "\t": "Tab", " ": "Space", "": "None"}
_FILE = "Name of the binary field of the input item that holds the file, or a URL, or the ID of a stored file"
_FILES = "Names of the binary fields of the input item, URLs, or IDs of stored files, separated by commas"


def kind_of(field: Field, document: Document) -> Kind:
    """Return how the text of a parameter becomes a value."""
    if field.file:
        return "file" if field.file == "one" else "files"
    schema = plain(field.schema, document)
    kind = schema.get("type")
    if kind in ("integer", "number"):
        return "number"
    if kind == "boolean":
        return "boolean"
    if kind == "string" or "enum" in schema or "const" in schema:
        return "text"
    if kind == "array" and plain(schema.get("items", {}), document).get("type") == "string":
        return "list"
    return "json"


def plain(schema: Document, document: Document) -> Document:
    """Return the one type of *schema* that is not null, or *schema* itself if it has several."""
    found = resolve(document, schema)
    choices = [one for one in found.get("anyOf", ()) if one.get("type") != "null"]
    return plain(choices[0], document) if len(choices) == 1 else found


def parameter(field: Field, document: Document) -> Parameter:
    """Return the parameter of *field*, without the condition under which it is shown."""
    kind = kind_of(field, document)
    schema = plain(field.schema, document)
    text = _FILE if kind == "file" else _FILES if kind == "files" else field.description
    made: Parameter = {"displayName": title(field.name), "name": field.name.replace("-", "_")}
    made |= _typed(field, kind, schema)
    if field.required:
        made["required"] = True
    return made | ({"description": described(text, kind)} if text else {})


def _typed(field: Field, kind: Kind, schema: Document) -> Parameter:
    given = field.schema.get("default", schema.get("default"))
    if kind in ("file", "files"):
        return {"type": "string", "default": "data"}
    if kind == "boolean":
        return {"type": "boolean", "default": bool(given)}
    if kind == "number" and "enum" not in schema:
        return {"type": "number", "default": given if isinstance(given, int | float) else _least(schema)}
    if kind in ("text", "number") and "enum" in schema:
        options = sorted(({"name": label(one), "value": one} for one in schema["enum"]), key=_by_name)
        return {
            "type": "options",
            "options": options,
            "default": given if given in schema["enum"] else options[0]["value"],
        }
    if kind == "json":
        return {"type": "json", "default": "[]" if schema.get("type") == "array" else "{}"}
    text = given if isinstance(given, str) else ""
    secret = {"typeOptions": {"password": True}} if _SECRET.search(field.name) else {}
    return {"type": "string", **secret, "default": text}


def _least(schema: Document) -> float:
    least = schema.get("minimum", 0)
    return least if isinstance(least, int | float) and least > 0 else 0


def _by_name(option: Parameter) -> str:
    return str(option["name"]).lower()


def title(name: str) -> str:
    """Write a name as a title: `page_ids` is Page IDs."""
    small = {"id": "ID", "ids": "IDs", "url": "URL", "urls": "URLs"}
    return " ".join(
        small.get(one, one.upper() if one in _UPPER else one.capitalize()) for one in words(name) or [name]
    )


def label(value: Any) -> str:
    """Write a value of a choice as a title; numbers and mixtures of both stay as they are."""
    text = _SIGNS.get(str(value), str(value))
    return title(text) if re.fullmatch(r"[a-z]+([-_ ][a-z]+)*", text) and len(text) > 4 else text.upper()  # noqa: PLR2004 - acronyms are short


def described(text: str, kind: Kind = "text") -> str:
    """Write a description as n8n's linter wants it: no period after one sentence, `Whether` for booleans."""
    one = re.sub(r"\b[iI]d(s?)\b", r"ID\1", text)
    one = " ".join(one.replace("`", "").replace("<", "&lt;").replace(">", "&gt;").split())
    if kind == "boolean" and not one.startswith("Whether"):
        one = f"Whether to {one[:1].lower()}{one[1:]}"
    single = not re.search(r"[.!?] \S", one)
    return one.removesuffix(".") if single else f"{one.rstrip('.')}."
