"""Plain patterns become plain matches that accept exactly what the pattern does."""

import re
from typing import Any

import pytest

from flowforge_gateway import default_kong_file
from flowforge_gateway.declaration.document import load
from flowforge_gateway.envoy.paths import path_matches

PATHS = [
    "/",
    "/x",
    "/x/",
    "/xy",
    "/x/y",
    "/x%2Fy",
    "/x.json",
    "/xajson",
    "/x/health",
    "/x/healthy",
    "/x/health/",
    "/x/open.json",
    "/x/openXjson",
    "/x/a/events",
    "/x/a/b/events",
    "/x/a/eventsx",
    "//x",
    "",
]


def _accepts(match: dict[str, Any], path: str) -> bool:
    """Match a path (without its query) as Envoy documents it."""
    if "path" in match:
        return path == match["path"]
    if "prefix" in match:
        return path.startswith(match["prefix"])
    if "path_separated_prefix" in match:
        prefix = match["path_separated_prefix"]
        return path == prefix or path.startswith(f"{prefix}/")
    return re.fullmatch(match["safe_regex"]["regex"], path) is not None


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        (r"~/x(?:/|$)", "path_separated_prefix"),
        (r"~/x$", "path"),
        (r"~/$", "path"),
        (r"~/x\.json$", "path"),
        (r"~/x/(?:health|open\.json)$", "path"),
        (r"~/x/[^/]+/events$", "safe_regex"),
        (r"~/x", "safe_regex"),
        (r"~/x.json$", "safe_regex"),
        ("/x", "prefix"),
    ],
)
def test_a_translation_accepts_what_the_pattern_does(pattern: str, kind: str) -> None:
    matches = list(path_matches(pattern))
    assert {next(iter(match)) for match in matches} == {kind}
    for path in PATHS:
        if pattern.startswith("~"):
            wanted = re.match(pattern[1:], path) is not None
        else:
            wanted = path.startswith(pattern)
        assert any(_accepts(match, path) for match in matches) == wanted, path


def test_kong_yml_needs_few_regular_expressions() -> None:
    kinds = [
        next(iter(match))
        for _, route in load(default_kong_file()).every_route()
        for path in route.paths
        for match in path_matches(path)
    ]
    assert kinds.count("safe_regex") <= 2
