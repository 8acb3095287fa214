"""The page of all errors: what each means, who answers with it, and what to do."""

from collections.abc import Iterator

from flowforge_portal.core.content.page import Page
from flowforge_portal.core.platform import Snapshot
from flowforge_portal.core.reference.layout import lay_out
from flowforge_portal.core.reference.markup import Markup, el, link, table

_ADVICE = {
    400: "The request itself is malformed. Correct it; sending it again gives the same answer.",
    401: "No credential, or one that is not valid. Send a key as X-API-Key.",
    403: "The credential is valid, but may not do this.",
    404: "What the request names does not exist, or no longer.",
    405: "The address exists, but not with this method.",
    408: "The body came too slowly. Send it again.",
    409: "Somebody else changed it at the same time. Read it again, then retry.",
    410: "It existed, and has expired.",
    413: "Smaller input is needed; the message has the limit.",
    415: "The content type or the format is not supported; the message has those that are.",
    422: "A value is not allowed. The message names the field, what came and what is allowed.",
    429: "Too many requests. Wait as long as Retry-After says, then retry.",
    500: "A fault of FlowForge. Report it with the request id.",
    501: "The engine for this is not installed; the message has how to install it.",
    502: "A server that FlowForge called failed. Retry later.",
    503: "Busy or starting. Retry after Retry-After.",
    504: "It took longer than the deadline. Send less at once, or run it as a job.",
}
_EVERYWHERE = 0.5  # of all operations: then their names say nothing


def errors_page(snapshot: Snapshot) -> Page:
    """Return all codes by status."""
    found: dict[tuple[int, str], tuple[str, list[str]]] = {}
    for name in snapshot.entries:
        for one in snapshot.entry(name)["errors"]:
            users = found.setdefault((one["status"], one["code"]), (one["message"], []))[1]
            if name not in users:
                users.append(name)
    most = _EVERYWHERE * len(snapshot.entries)
    content = [
        el("h1", "Errors"),
        el(
            "p",
            "Every failure is one JSON envelope; its message alone names the field and the cause.",
            class_="lead",
        ),
        el("pre", el("code", _ENVELOPE), tabindex="0"),
        *_sections(found, most),
    ]
    menu = [(str(status), f"/docs/errors#s{status}") for status in sorted({status for status, _ in found})]
    return lay_out("Errors", content, here="/docs/errors", menu=menu)


_ENVELOPE = (
    '{"error": {"code": "...", "message": "...", "details": [{"field": "...", "message": "..."}],\n'
    '           "requestId": "...", "retryable": false}}'
)


def _sections(found: dict[tuple[int, str], tuple[str, list[str]]], most: float) -> Iterator[Markup]:
    for status in sorted({status for status, _ in found}):
        yield el("h2", str(status), id=f"s{status}")
        yield el("p", _ADVICE.get(status, ""))
        rows = (
            (el("code", code, id=code), message, _users(users, most))
            for (its_status, code), (message, users) in sorted(found.items())
            if its_status == status
        )
        yield table(("code", "message", "answered by"), rows)


def _users(users: list[str], most: float) -> Markup:
    if len(users) > most:
        return Markup("most operations")
    return Markup(", ".join(link(f"/docs/{name}", name) for name in users))
