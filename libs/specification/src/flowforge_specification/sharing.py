"""Describe responses once that many operations have in common."""

import hashlib
import json
from collections import Counter
from typing import Any

from flowforge_specification.documents import PREFIX, Document, operations


def share_responses(document: Document) -> Document:
    """Return *document* with each error response that occurs twice moved to `components/responses`.

    Successes stay at their operations, where readers and generators look for them.
    """
    counted = Counter(
        _text(response) for one in operations(document) for response in _failures(one.body).values()
    )
    names = {text: _name(text) for text, count in counted.items() if count > 1}
    paths = {
        path: {method: _shared(body, names) for method, body in methods.items()}
        for path, methods in document["paths"].items()
    }
    responses = {name: json.loads(text) for text, name in names.items()}
    if not responses:
        return document
    existing = document["components"].get("responses", {})
    components = document["components"] | {"responses": dict(sorted((existing | responses).items()))}
    return document | {"paths": paths, "components": components}


def _shared(body: Any, names: dict[str, str]) -> Any:
    failures = {
        status: {"$ref": f"{PREFIX}responses/{name}"}
        for status, response in _failures(body).items()
        if (name := names.get(_text(response)))
    }
    return body | {"responses": body["responses"] | failures} if failures else body


def _failures(body: Document) -> Document:
    found = body.get("responses", {}).items()
    return {status: response for status, response in found if status >= "4" and "$ref" not in response}


def _text(response: Document) -> str:
    return json.dumps(response, sort_keys=True)


def _name(text: str) -> str:
    """Name a response after its title, with a few digits of its hash: BadRequest_3f1a."""
    title = str(json.loads(text).get("description", "")).partition("\n")[0]
    words = "".join(word.capitalize() for word in title.rstrip(".").split() if word.isalpha())
    digest = hashlib.sha256(text.encode()).hexdigest()[:6]
    return f"{words or 'Failure'}_{digest}"
