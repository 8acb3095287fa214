"""Validate many consumers one at a time, so that other threads can decide on requests meanwhile."""

from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from flowforge_gateway.declaration.entities import Consumer
from flowforge_gateway.declaration.plugins import ConsumerPlugin

CONSUMER_PLUGINS: TypeAdapter[tuple[ConsumerPlugin, ...]] = TypeAdapter(tuple[ConsumerPlugin, ...])
_Known = dict[bytes, tuple[ConsumerPlugin, ...]]


def with_validated_consumers(content: Any) -> Any:
    """Return *content* with validated consumers. Invalid ones are left for the caller's validation to report.

    One call for all of them would keep the interpreter for seconds. Consumers of a tier share their plugins,
    which are validated once.
    """
    if not isinstance(content, dict) or not isinstance(content.get("consumers"), list):
        return content
    known: _Known = {}
    return {**content, "consumers": [_validated(item, known) for item in content["consumers"]]}


def _validated(item: Any, known: _Known) -> Any:
    try:
        plugins = orjson.dumps(item.get("plugins", []))
        if plugins not in known:
            known[plugins] = CONSUMER_PLUGINS.validate_json(plugins)
        return Consumer.model_validate({**item, "plugins": known[plugins]})
    except (ValidationError, AttributeError, TypeError):
        return item
