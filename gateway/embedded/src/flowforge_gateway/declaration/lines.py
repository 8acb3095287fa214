"""Find line numbers in kong.yml for error messages."""

import re
from collections.abc import Iterable
from pathlib import Path

import yaml

Location = tuple[int | str, ...]
_ENTITY = re.compile(r"(?P<kind>service|route|upstream|consumer) (?P<name>[^\s:,]+)")


class Lines:
    """Positions of a YAML file's nodes. An alias has the position of its anchor."""

    def __init__(self, path: Path) -> None:
        self._root = yaml.compose(path.read_bytes(), yaml.CSafeLoader)

    def of(self, location: Location) -> int:
        """Return the line of the deepest node of *location* that is in the file."""
        node = self._root
        line = 1
        for part in location:
            found = _step(node, part)
            if found is not None:
                key, node = found
                line = key.start_mark.line + 1
        return line

    def of_entity(self, words: str) -> int | None:
        """Return the line of the entity that a message starts with, such as `route crypto: ...`."""
        found = _ENTITY.match(words)
        if found is None:
            return None
        for node in _entities(self._root, f"{found['kind']}s"):
            field = "username" if found["kind"] == "consumer" else "name"
            named = _step(node, field)
            if named is not None and named[1].value == found["name"]:
                return int(node.start_mark.line) + 1
        return None


def _step(node: yaml.Node | None, part: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key, value
    return None


def _entities(node: yaml.Node | None, section: str) -> Iterable[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == section and isinstance(value, yaml.SequenceNode):
                yield from value.value
            elif key.value != "_ignore":
                yield from _entities(value, section)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _entities(item, section)
