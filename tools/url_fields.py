"""Every field of a request that can hold a URL, found in the declarations, and what becomes of it."""

import re
from collections.abc import Iterator
from typing import Any

from tools.repository import services

_URL_NAME = re.compile(r"(^|_)(url|uri|href|link)s?(_|$)", re.IGNORECASE)
_URL_WORDS = re.compile(r"\bURLs?\b|https?://")
# Strings that no service opens: they are signed, drawn or compared as text.
_TEMPLATE_RUNS = ("pipelines.templates.run", "pipelines.templates.validate")
TEXT = {
    "crypto.webhook.verify url": "part of what the sender signed",
    "data.calendar.create events[].url": "written into the calendar",
    "data.contacts.create contacts[].photo_url": "written into the card",
    "data.contacts.create contacts[].urls": "written into the card",
    "data.feeds.create entries[].enclosures[].url": "written into the feed",
    "data.feeds.create entries[].link": "written into the feed",
    "data.feeds.create feed.link": "written into the feed",
    "image.qr payload.text": "written into the code that is drawn",
    "image.qr payload.url": "written into the code that is drawn",
    **{
        f"jobs.{name} callback_url": "the scheduler posts there, through the kit's fetcher"
        for name in ("batches", "create", "pipelines.create", "pipelines.validate", *_TEMPLATE_RUNS)
    },
    "pdf.pipeline steps[].entries[].url": "written into the bookmark",
    "pdf.pipeline steps[].links": "whether links are removed",
    "pdf.sanitize links": "whether links are removed",
    "pdf.set_outline entries[].url": "written into the bookmark",
}
# Strings that the kit downloads: Context.fetch or as_data_url.
FETCHED = {
    "crypto.jwt.verify jwks_url",
    *(
        f"{operation} messages[].content[].image_url{url}"
        for operation in ("llm.chat.completions", "llm.count", "llm.templates.run", "llm.tokenize")
        for url in ("", ".url")
    ),
    "llm.responses.create input[].content[].image_url",
    "pdf.from_url url",
    "pdf.sign timestamp_url",
    *(f"pdf.{name} base_url" for name in ("from_html", "from_markdown", "from_template", "html_to_image")),
    "llm.v1.messages.count_tokens messages[].content[].source.url",
    "llm.v1.messages.create messages[].content[].source.url",
}


def url_fields() -> set[str]:
    """Return the plain fields of all operations that can hold a URL; files are the kit's own."""
    found: set[str] = set()
    for service in services():
        for endpoint in service.endpoints:
            if endpoint.form is None:
                continue
            files = {field.name for field in endpoint.files}
            schema = endpoint.form.model_json_schema()
            for path in _walk(schema, schema.get("$defs", {}), "", frozenset()):
                if path.partition(".")[0].partition("[")[0] not in files:
                    found.add(f"{endpoint.operation_id} {path}")
    return found


def _walk(schema: Any, shared: dict[str, Any], path: str, within: frozenset[str]) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in within:
            yield from _walk(shared[name], shared, path, within | {name})
    for alternatives in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(alternatives, ()):
            yield from _walk(one, shared, path, within)
    yield from _walk(schema.get("items"), shared, f"{path}[]", within)
    yield from _walk(schema.get("additionalProperties"), shared, f"{path}{{}}", within)
    for name, field in schema.get("properties", {}).items():
        inner = f"{path}.{name}" if path else name
        if _URL_NAME.search(name) or _is_described_as_url(field):
            yield inner
        yield from _walk(field, shared, inner, within)


def _is_described_as_url(field: dict[str, Any]) -> bool:
    is_text = "string" in (field.get("type"), *(one.get("type") for one in field.get("anyOf", ())))
    return is_text and _URL_WORDS.search(field.get("description", "")) is not None
