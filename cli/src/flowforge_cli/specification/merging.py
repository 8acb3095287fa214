"""Merge the services' OpenAPI documents into one."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Document = dict[str, Any]
_REFERENCE = "#/components/"
_PlacedName = tuple[str, str]  # ("schemas", "HashResult")


def merge(documents: Mapping[str, Document], *, title: str, version: str, address: str) -> Document:
    """Return one document of *documents*, which are keyed by service name and share a version of OpenAPI.

    A component that several services have in common stands once. Where services mean different things by one
    name, each gets its own, with the service's name before it.
    """
    if not documents:
        raise ValueError("there is nothing to merge")
    clashing = _clashes(documents)
    merged: Document = {
        "openapi": next(iter(documents.values()))["openapi"],
        "info": {"title": title, "version": version, "description": _description(documents)},
        "servers": [{"url": address}],
        "tags": [],
        "paths": {},
        "components": {},
        "security": [],
    }
    for service, document in documents.items():
        renamed = _renamed(document, _new_names(service, document, clashing))
        merged["tags"] += renamed.get("tags", [])
        merged["paths"] |= renamed["paths"]
        for kind, components in renamed["components"].items():
            merged["components"].setdefault(kind, {}).update(components)
        merged["security"] += [need for need in renamed["security"] if need not in merged["security"]]
    merged["components"] = {
        kind: dict(sorted(components.items())) for kind, components in merged["components"].items()
    }
    return merged


def _description(documents: Mapping[str, Document]) -> str:
    names = ", ".join(documents)
    return (
        f"The FlowForge platform behind one gateway: {names}. Every service's limits stand at its operations."
    )


def _components(document: Document) -> Iterator[tuple[_PlacedName, Any]]:
    for kind, components in document["components"].items():
        for name, content in components.items():
            yield (kind, name), content


def _clashes(documents: Mapping[str, Document]) -> set[_PlacedName]:
    """Return component names with conflicting definitions, and those that refer to them."""
    seen: dict[_PlacedName, Any] = {}
    references: dict[_PlacedName, set[_PlacedName]] = {}
    clashing: set[_PlacedName] = set()
    for document in documents.values():
        for name, content in _components(document):
            if seen.setdefault(name, content) != content:
                clashing.add(name)
            references.setdefault(name, set()).update(_references(content))
    while more := {name for name, used in references.items() if used & clashing} - clashing:
        clashing |= more
    return clashing


def _references(node: Any) -> Iterator[_PlacedName]:
    if isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith(_REFERENCE):
            kind, _, name = target.removeprefix(_REFERENCE).partition("/")
            yield kind, name
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def _new_names(service: str, document: Document, clashing: set[_PlacedName]) -> dict[str, str]:
    prefix = service.title().replace("-", "")
    return {
        f"{_REFERENCE}{kind}/{name}": f"{prefix}{name}"
        for (kind, name), _ in _components(document)
        if (kind, name) in clashing
    }


def _renamed(document: Document, new_names: Mapping[str, str]) -> Document:
    """Return a copy with references and components renamed, discriminator mappings among them."""
    if not new_names:
        return document
    targets = {old: old[: old.rindex("/") + 1] + new for old, new in new_names.items()}
    copy = json.loads(json.dumps(document), object_hook=lambda node: _retarget(node, targets))
    copy["components"] = {
        kind: {new_names.get(f"{_REFERENCE}{kind}/{name}", name): it for name, it in components.items()}
        for kind, components in copy["components"].items()
    }
    return dict(copy)


def _retarget(node: Document, targets: Mapping[str, str]) -> Document:
    return {
        key: targets.get(value, value) if isinstance(value, str) else value for key, value in node.items()
    }
