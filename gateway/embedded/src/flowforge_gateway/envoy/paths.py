"""Translate Kong paths to Envoy matchers, without regular expressions where possible."""

import re
from collections.abc import Iterable

from flowforge_gateway.envoy.messages import Message

_LITERAL = r"(?:[A-Za-z0-9/_-]|\\\.)+"
_BELOW = re.compile(rf"(?P<path>{_LITERAL})\(\?:/\|\$\)")  # /docs(?:/|$)
_EXACT = re.compile(rf"(?P<path>{_LITERAL})\$")  # /openapi\.json$
_CHOICE = re.compile(
    rf"(?P<path>{_LITERAL})\(\?:(?P<names>{_LITERAL}(?:\|{_LITERAL})*)\)\$"
)  # /(?:health|docs)$


def path_matches(path: str) -> Iterable[Message]:
    """Return the Envoy matchers for one path of a Kong route, in order."""
    if not path.startswith("~"):
        return [{"prefix": path}]
    pattern = path[1:]
    if found := _BELOW.fullmatch(pattern):
        return [{"path_separated_prefix": _plain(found["path"])}]
    if found := _EXACT.fullmatch(pattern):
        return [{"path": _plain(found["path"])}]
    if found := _CHOICE.fullmatch(pattern):
        return [{"path": _plain(found["path"] + name)} for name in found["names"].split("|")]
    # Kong anchors a pattern at the start only; Envoy wants it to cover the whole path.
    return [{"safe_regex": {"regex": f"(?:{pattern})(?s:.*)"}}]


def _plain(literal: str) -> str:
    return literal.replace("\\.", ".")
