"""Compare two JSON Schemas: what a request may no longer be, and what an answer may now be."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flowforge_specification import Document
from tools.breaking.alternatives import alternatives, are_alike, values_of

Node = dict[str, Any]
# Names of bounds that mean one side, with the direction in which they tighten.
_BOUNDS = (
    (("minimum", "exclusiveMinimum"), 1),
    (("minLength",), 1),
    (("minItems",), 1),
    (("minProperties",), 1),
    (("maximum", "exclusiveMaximum"), -1),
    (("maxLength",), -1),
    (("maxItems",), -1),
    (("maxProperties",), -1),
)
_EXACT = ("format", "pattern", "multipleOf", "uniqueItems", "contentMediaType", "contentEncoding")


Found = tuple[tuple[str, str], ...]  # where, relative to the schemas that are compared, and what


def described(document: Document, node: Node) -> Node:
    """Return what *node* refers to. What may stand beside a reference here are words only."""
    while "$ref" in node:
        kind, name = node["$ref"].removeprefix("#/components/").split("/")
        node = document["components"][kind][name]
    return node


class Schemas:
    """Compares schemas of two documents; each pair is compared once, so that recursion ends."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self._known: dict[tuple[int, int, bool], Found] = {}

    def compare(self, old: Node, new: Node, *, sent: bool) -> Found:
        """Return the changes that break callers.

        In what is *sent*: what they sent and may no longer send. In answers: what they relied on and may no
        longer find, or may find and did not expect.
        """
        before, after = described(self.old, old), described(self.new, new)
        pair = (id(before), id(after), sent)
        if pair not in self._known:
            self._known[pair] = ()
            self._known[pair] = tuple(self._alternatives(before, after, sent=sent))
        return self._known[pair]

    def _inside(self, old: Node, new: Node, place: str, *, sent: bool) -> Iterator[tuple[str, str]]:
        for where, what in self.compare(old, new, sent=sent):
            yield f"{place}{where}", what

    def _alternatives(self, old: Node, new: Node, *, sent: bool) -> Iterator[tuple[str, str]]:
        """Match each alternative that must still be possible with the closest one of the other side."""
        before, after = list(alternatives(self.old, old)), list(alternatives(self.new, new))
        for one in before if sent else after:
            others = [other for other in (after if sent else before) if are_alike(other, one, sent=sent)]
            if not others:
                yield "", _told(one, "no longer accepts" if sent else "may now be")
                continue
            pairs = ((one, other) if sent else (other, one) for other in others)
            yield from min((list(self._single(*pair, sent=sent)) for pair in pairs), key=len)

    def _single(self, old: Node, new: Node, *, sent: bool) -> Iterator[tuple[str, str]]:
        yield from self._values(old, new, sent=sent)
        yield from self._properties(old, new, sent=sent)
        if "items" in old and "items" in new:
            yield from self._inside(old["items"], new["items"], "[]", sent=sent)
        rest = old.get("additionalProperties", True), new.get("additionalProperties", True)
        if all(isinstance(one, dict) for one in rest):
            yield from self._inside(*rest, ".*", sent=sent)
        elif sent and rest[0] is not False and rest[1] is False:
            yield "", "no longer accepts other fields"
        if sent:
            yield from _bounds(old, new)

    def _values(self, old: Node, new: Node, *, sent: bool) -> Iterator[tuple[str, str]]:
        before, after = values_of(old), values_of(new)
        narrow, wide = (after, before) if sent else (before, after)
        if narrow is None:
            return
        if wide is None:
            yield "", "accepts listed values only" if sent else "may now be any value"
            return
        for value in (one for one in wide if one not in narrow):
            yield "", f"no longer accepts {value!r}" if sent else f"may now be {value!r}"

    def _properties(self, old: Node, new: Node, *, sent: bool) -> Iterator[tuple[str, str]]:
        before, after = old.get("properties", {}), new.get("properties", {})
        takes_any = sent and "properties" not in new and new.get("additionalProperties", True) is True
        for name, schema in before.items():
            if name in after:
                yield from self._inside(schema, after[name], f".{name}", sent=sent)
            elif not takes_any:
                yield f".{name}", "was removed"
        needed, given = set(old.get("required", ())), set(new.get("required", ()))
        if sent:
            for name in sorted(given - needed):
                yield f".{name}", "is now required" if name in before else "is new and required"
        else:
            for name in sorted((needed - given) & after.keys()):
                yield f".{name}", "may now be missing"


def _bounds(old: Node, new: Node) -> Iterator[tuple[str, str]]:
    for names, tightens in _BOUNDS:
        was, now = _bound(old, names, tightens), _bound(new, names, tightens)
        if now is not None and (was is None or (now - was) * tightens > 0):
            yield "", f"{names[0]} is now {now}, was {'free' if was is None else was}"
    for name in _EXACT:
        if new.get(name) and old.get(name) != new[name]:
            yield "", f"{name} is now {new[name]}, was {old.get(name, 'free')}"


def _told(schema: Node, verb: str) -> str:
    if (values := values_of(schema)) is not None:
        return f"{verb} {_listed(values)}"
    return f"{verb} {schema.get('type', 'anything')}"


def _listed(values: Iterable[object]) -> str:
    return ", ".join(repr(one) for one in values)


def _bound(schema: Node, names: Sequence[str], tightens: int) -> float | None:
    """Return the tightest of the bounds of one side; None where there is none."""
    given = [schema[name] for name in names if schema.get(name) is not None]
    return max(given, key=lambda one: one * tightens) if given else None
