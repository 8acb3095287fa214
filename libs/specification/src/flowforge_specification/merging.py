"""Merge the services' OpenAPI documents into one."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flowforge_specification.documents import PREFIX, Document, references
from flowforge_specification.sharing import share_responses

_PlacedName = tuple[str, str]  # ("schemas", "HashResult")
_Names = dict[str, set[_PlacedName]]  # by service


def merge(documents: Mapping[str, Document], *, title: str, version: str, address: str) -> Document:
    """Return one document of *documents*, which are keyed by service name and share a version of OpenAPI.

    A component that several services have in common stands once. Where services mean different things by one
    name, the definition that most of them share keeps it; each other one gets its service's name before it.
    Error responses that occur more than once stand under `components/responses`.
    """
    if not documents:
        raise ValueError("there is nothing to merge")
    own = _own_names(documents)
    merged: Document = {
        "openapi": next(iter(documents.values()))["openapi"],
        "info": {
            "title": title,
            "version": version,
            "description": _description(documents),
            **_published(documents, address),
        },
        "servers": [{"url": address}],
        "tags": [],
        "paths": {},
        "components": {},
        "security": [],
    }
    for service, document in documents.items():
        renamed = _renamed(document, _new_names(service, own[service]))
        merged["tags"] += renamed.get("tags", [])
        merged["paths"] |= renamed["paths"]
        for kind, components in renamed["components"].items():
            merged["components"].setdefault(kind, {}).update(components)
        merged["security"] += [need for need in renamed["security"] if need not in merged["security"]]
    merged["components"] = {
        kind: dict(sorted(components.items())) for kind, components in merged["components"].items()
    }
    return share_responses(merged)


def _description(documents: Mapping[str, Document]) -> str:
    names = ", ".join(documents)
    return f"The FlowForge platform behind one gateway: {names}. Limits are described at the operations."


def _published(documents: Mapping[str, Document], address: str) -> Document:
    """Return who answers questions, and the license, as the services say."""
    said = {key: value for one in documents.values() for key, value in one.get("info", {}).items()}
    found = {key: said[key] for key in ("contact", "license") if key in said}
    if "contact" in found:
        found["contact"] = found["contact"] | {"url": f"{address}/guide"}
    return found


def _components(document: Document) -> Iterator[tuple[_PlacedName, Any]]:
    for kind, components in document["components"].items():
        for name, content in components.items():
            yield (kind, name), content


def _own_names(documents: Mapping[str, Document]) -> _Names:
    """Return, for each service, the components that get its name before theirs."""
    holders: dict[_PlacedName, dict[str, list[str]]] = {}
    for service, document in documents.items():
        for placed, content in _components(document):
            text = json.dumps(content, sort_keys=True)
            holders.setdefault(placed, {}).setdefault(text, []).append(service)
    own: _Names = {service: set() for service in documents}
    for placed, definitions in holders.items():
        for services in _outvoted(list(definitions.values())):
            for service in services:
                own[service].add(placed)
    shared = {placed for placed, definitions in holders.items() if sum(map(len, definitions.values())) > 1}
    for service, document in documents.items():
        _spread(document, own[service], shared)
    return own


def _outvoted(groups: list[list[str]]) -> list[list[str]]:
    """Return the groups of services whose definition does not keep the plain name."""
    if len(groups) == 1:
        return []
    ranked = sorted(groups, key=len, reverse=True)
    return ranked[1:] if len(ranked[0]) > len(ranked[1]) else ranked


def _spread(document: Document, own: set[_PlacedName], shared: set[_PlacedName]) -> None:
    """Add to *own* the shared components that refer to one in it: for this service they differ too."""
    used = {placed: set(references(content)) for placed, content in _components(document)}
    while more := {placed for placed in shared & used.keys() - own if used[placed] & own}:
        own |= more


def _new_names(service: str, own: set[_PlacedName]) -> dict[str, str]:
    prefix = service.title().replace("-", "")
    return {f"{PREFIX}{kind}/{name}": f"{prefix}{name}" for kind, name in own}


def _renamed(document: Document, new_names: Mapping[str, str]) -> Document:
    """Return a copy with references and components renamed, discriminator mappings among them."""
    if not new_names:
        return document
    targets = {old: old[: old.rindex("/") + 1] + new for old, new in new_names.items()}
    copy = json.loads(json.dumps(document), object_hook=lambda node: _retarget(node, targets))
    copy["components"] = {
        kind: {new_names.get(f"{PREFIX}{kind}/{name}", name): it for name, it in components.items()}
        for kind, components in copy["components"].items()
    }
    return dict(copy)


def _retarget(node: Document, targets: Mapping[str, str]) -> Document:
    return {
        key: targets.get(value, value) if isinstance(value, str) else value for key, value in node.items()
    }
