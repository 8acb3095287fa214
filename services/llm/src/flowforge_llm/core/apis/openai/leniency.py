"""What OpenAI's clients send beside what matters: taken, so that they work as they are.

Nothing here changes what is answered. A field that does is honored, or refused by name.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from servicekit import RequestBody

_ANSWERS_ALONE = ("annotations", "audio", "parsed", "reasoning", "reasoning_content", "phase")
HINTS = ("user", "safety_identifier", "service_tier", "prompt_cache_key", "prompt_cache_retention")


def without_nulls(data: Any) -> Any:
    """Return *data* without fields that are null: they count as left out."""
    return {key: value for key, value in data.items() if value is not None} if _is_object(data) else data


def as_sent_back(data: Any) -> Any:
    """Return a message without what only answers have: callers send them back as they came."""
    told = without_nulls(data)
    return (
        {key: value for key, value in told.items() if key not in _ANSWERS_ALONE} if _is_object(data) else told
    )


def _is_object(data: Any) -> bool:
    return isinstance(data, Mapping)


class ClientRequest(RequestBody):
    """A request of OpenAI's API."""

    user: str | None = Field(None, description="Accepted; the gateway identifies the caller.")
    safety_identifier: str | None = Field(None, description="Accepted, as `user` is.")
    service_tier: str | None = Field(None, description="Accepted; it has no effect.")
    prompt_cache_key: str | None = Field(None, description="Accepted; engines find prefixes themselves.")
    prompt_cache_retention: str | None = Field(None, description="Accepted, as `prompt_cache_key` is.")

    @model_validator(mode="before")
    @classmethod
    def _nulls_are_left_out(cls, data: Any) -> Any:
        return without_nulls(data)
