"""Documents that are valid under a JSON Schema."""

import math
import random
import string
from collections.abc import Callable, Mapping
from typing import Any, Final

from flowforge_data.core.documents.json.forms import NoSample

MAX_DEPTH: Final = 12
MAX_ITEMS: Final = 20
MAX_NODES: Final = 20_000
_FORMATS: Final = {
    "date": "2024-02-29",
    "date-time": "2024-02-29T10:30:00Z", "time": "10:30:00Z", "email": "ada@example.org",
    "uri": "https://example.org/", "uri-reference": "/path",
    "hostname": "example.org", "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1", "uuid": "00000000-0000-4000-8000-000000000000", "duration": "P1D",
    "json-pointer": "/a", "regex": "^a$", "idn-email": "ada@example.org", "iri": "https://example.org/",
}  # fmt: skip


class Sampler:
    """Makes documents. References inside the schema are followed, others are not."""

    def __init__(self, schema: Any, seed: int, *, optional: bool) -> None:
        self._root = schema
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self._optional = optional
        self._nodes = 0

    def sample(self) -> Any:
        return self._make(self._root, 0)

    def _make(self, schema: Any, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise NoSample(reason="it asks for too large a document")
        if schema is True or schema == {}:
            return "text"
        if not isinstance(schema, dict):
            raise NoSample(reason="a part of it allows no value")
        schema = self._resolved(schema, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._chance.choice(schema["enum"])
        for word in ("examples", "default"):
            if word in schema and depth:
                return schema[word][0] if word == "examples" else schema[word]
        return self._typed(schema, depth)

    def _typed(self, schema: Mapping[str, Any], depth: int) -> Any:
        kinds: dict[str, Callable[[], Any]] = {
            "object": lambda: self._object(schema, depth),
            "array": lambda: self._array(schema, depth),
            "string": lambda: self._string(schema),
            "integer": lambda: self._number(schema, whole=True),
            "number": lambda: self._number(schema, whole=False),
            "boolean": lambda: self._chance.random() < 0.5,  # noqa: PLR2004 - even
            "null": lambda: None,
        }
        kind = schema.get("type") or _implied(schema)
        if isinstance(kind, list):
            kind = next((one for one in kind if one != "null"), "null")
        if kind not in kinds:
            raise NoSample(reason=f"the type {kind!r} is not known")
        return kinds[kind]()

    def _resolved(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        """Follow $ref, and take in the first way of anyOf and oneOf and all of allOf."""
        if depth > MAX_DEPTH * 2:
            raise NoSample(reason="it refers to itself without an end")
        found = dict(schema)
        if reference := found.pop("$ref", None):
            found = _merged(self._target(str(reference), depth), found)
        for part in found.pop("allOf", []):
            found = _merged(found, self._resolved(part, depth + 1) if isinstance(part, dict) else {})
        for word in ("anyOf", "oneOf"):
            if ways := [one for one in found.pop(word, []) if isinstance(one, dict)]:
                chosen = next((one for one in ways if one.get("type") != "null"), ways[0])
                found = _merged(found, self._resolved(chosen, depth + 1))
        return found

    def _target(self, reference: str, depth: int) -> dict[str, Any]:
        if not reference.startswith("#"):
            raise NoSample(
                reason=f"it refers to {reference[:60]!r}, and only references inside it are followed"
            )
        target = self._root
        for part in reference.removeprefix("#").split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            target = target.get(name) if isinstance(target, dict) else None
        if not isinstance(target, dict):
            raise NoSample(reason=f"{reference[:60]!r} is not in it")
        return self._resolved(target, depth + 1)

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = schema.get("properties") or {}
        required = list(schema.get("required") or [])
        wanted = [name for name in properties if name in required or (self._optional and depth < MAX_DEPTH)]
        made: dict[str, Any] = {}
        for name in [*wanted, *(one for one in required if one not in properties)]:
            if name not in required and not self._optional:
                continue
            try:
                made[name] = self._make(properties.get(name, True), depth + 1)
            except NoSample:
                if name in required:
                    raise
        extra = schema.get("additionalProperties")
        while len(made) < int(schema.get("minProperties", 0)):
            made[f"key{len(made) + 1}"] = self._make(extra if isinstance(extra, dict) else True, depth + 1)
        return made

    def _array(self, schema: Mapping[str, Any], depth: int) -> list[Any]:
        first = schema.get("prefixItems") or []
        made = [self._make(one, depth + 1) for one in first]
        least = int(schema.get("minItems", 0))
        most = min(int(schema.get("maxItems", MAX_ITEMS)), max(MAX_ITEMS, least))
        count = max(least, min(most, len(made) + (1 if depth < MAX_DEPTH and self._optional else 0)))
        items = schema.get("items", True)
        while len(made) < count and items is not False:
            one = self._make(items, depth + 1)
            if schema.get("uniqueItems") and one in made:
                one = self._other(items, made, depth)
            made.append(one)
        return made

    def _other(self, items: Any, made: list[Any], depth: int) -> Any:
        for _ in range(100):
            one = self._make(items, depth + 1)
            one = f"{one}{len(made)}" if isinstance(one, str) and one in made and "enum" not in items else one
            if one not in made:
                return one
        raise NoSample(reason="its items have to be unique, and there are too few different ones")

    def _string(self, schema: Mapping[str, Any]) -> str:
        if schema.get("pattern"):
            return _matching(str(schema["pattern"]), self._chance)
        if known := _FORMATS.get(str(schema.get("format", ""))):
            return known
        least = int(schema.get("minLength", 0))
        most = int(schema.get("maxLength", max(least, 8)))
        if least > most or least > 10_000:  # noqa: PLR2004 - a sample is short
            raise NoSample(reason="the lengths of a text do not go together, or are over 10,000")
        text = "text" if least <= 4 <= most else ""  # noqa: PLR2004 - its length
        return text or "".join(
            self._chance.choice(string.ascii_lowercase) for _ in range(max(least, min(most, 8)))
        )

    def _number(self, schema: Mapping[str, Any], *, whole: bool) -> float:
        step = float(schema.get("multipleOf", 1 if whole else 0.5))
        low = _bound(schema, "minimum", "exclusiveMinimum", step)
        high = _bound(schema, "maximum", "exclusiveMaximum", -step)
        start = low if low is not None else (high - 10 * step if high is not None else 0.0)
        first = math.ceil(round(start / step, 9))
        last = math.floor(round(high / step, 9)) if high is not None else first + 10
        if first > last:
            raise NoSample(reason="the limits of a number leave none between them")
        value = round(self._chance.randint(first, min(last, first + 1_000)) * step, 9)
        return int(value) if whole or value == int(value) else value


def _bound(schema: Mapping[str, Any], inclusive: str, exclusive: str, step: float) -> float | None:
    strict = schema.get(exclusive)
    plain = schema.get(inclusive)
    if isinstance(strict, bool):  # of draft 4
        return None if plain is None else float(plain) + (step if strict else 0)
    found = [] if plain is None else [float(plain)]
    found += [] if strict is None else [float(strict) + step]
    if not found:
        return None
    return max(found) if step > 0 else min(found)


def _implied(schema: Mapping[str, Any]) -> str:
    for kind, words in (
        ("object", ("properties", "required", "additionalProperties", "minProperties")),
        ("array", ("items", "prefixItems", "minItems")),
        ("number", ("minimum", "maximum", "multipleOf", "exclusiveMinimum")),
    ):
        if any(word in schema for word in words):
            return kind
    return "string"


def _merged(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, Any]:
    made = {**one, **two}
    if "properties" in one and "properties" in two:
        made["properties"] = {**one["properties"], **two["properties"]}
    if "required" in one and "required" in two:
        made["required"] = list(dict.fromkeys([*one["required"], *two["required"]]))
    return made


def _matching(pattern: str, chance: random.Random) -> str:
    """Return a text that matches a regular expression. Raises NoSample."""
    import rstr  # noqa: PLC0415 - of patterns alone

    try:
        return str(rstr.Rstr(chance).xeger(pattern.removeprefix("^").removesuffix("$")))
    except Exception as error:
        raise NoSample(reason=f"no text was found for the pattern {pattern[:60]!r}") from error
