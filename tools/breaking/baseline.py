"""The specification of the last release, and the breaking changes since then that were accepted.

sdk/released/openapi.json holds addresses, parameters, bodies and answers, without words.
sdk/released/accepted.toml lists changes with a reason each; a release empties it.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

from flowforge_specification import Document, write
from tools.breaking.operations import Change, breaking_changes
from tools.repository import ROOT

BASELINE = ROOT / "sdk" / "released" / "openapi.json"
ACCEPTED = ROOT / "sdk" / "released" / "accepted.toml"
NOTHING_ACCEPTED = """\
# Breaking changes since the last release that are meant. `make breaking` prints the text of `change`.
#
# [[accepted]]
# change = "crypto.hash: request.encoding was removed"
# reason = "Use 'output_encoding', which takes the same values."
"""
_WORDS = frozenset({"description", "summary", "title", "example", "examples", "externalDocs"})
_NAMED = frozenset(
    {"properties", "patternProperties", "$defs", "paths", "components", "responses", "headers"}
)
_KEPT = frozenset({"openapi", "info", "paths", "components"})


def contract(document: Document) -> Document:
    """Return what of *document* a client relies on, without words, extensions and failures."""
    kept = {key: value for key, value in document.items() if key in _KEPT}
    made: Document = _without_words(kept, names=False)
    made["info"] = {key: document["info"][key] for key in ("title", "version")}
    made["components"].pop("examples", None)
    for methods in made["paths"].values():
        for body in methods.values():
            if isinstance(body, dict):
                answers = body["responses"].items()
                body["responses"] = {status: one for status, one in answers if status < "3"}
    return made


def _without_words(node: Any, *, names: bool) -> Any:
    """Return *node* without words. Where keys are *names* of fields or components, all are kept."""
    if isinstance(node, list):
        return [_without_words(one, names=False) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: value if key in ("enum", "const", "default") else _without_words(value, names=key in _NAMED)
        for key, value in node.items()
        if names or not (key in _WORDS or key.startswith("x-"))
    }


def write_baseline(document: Document) -> None:
    """Make *document* the released specification; nothing is accepted beside it any more."""
    BASELINE.parent.mkdir(exist_ok=True)
    BASELINE.write_text(write(contract(document)), encoding="utf-8")
    ACCEPTED.write_text(NOTHING_ACCEPTED, encoding="utf-8")


def baseline() -> Document:
    """Return the specification of the last release."""
    document: Document = json.loads(BASELINE.read_text(encoding="utf-8"))
    return document


def accepted(path: Path = ACCEPTED) -> dict[str, str]:
    """Return the accepted changes, each with its reason."""
    listed = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
    return {str(one["change"]): str(one["reason"]) for one in listed}


def unaccepted(document: Document, reasons: dict[str, str]) -> list[Change]:
    """Return the changes since the last release that break callers and that nobody accepted."""
    return [one for one in breaking_changes(baseline(), document) if str(one) not in reasons]
