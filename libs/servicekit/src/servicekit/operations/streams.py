"""Body streams, request headers, and responses with headers only."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Generic

from pydantic import BaseModel, ConfigDict
from typing_extensions import TypeVar

HeadersT = TypeVar("HeadersT", bound="Headers")


def header_name(field: str) -> str:
    """Return the header of a field: upload_offset is Upload-Offset."""
    return field.replace("_", "-").title()


class Headers(BaseModel):
    """Headers as fields: of a request, where a handler has a parameter of this type, or of a Reply.

    None is a header that is not there. Those of a request that are not declared are not looked at.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=header_name,
        populate_by_name=True,
        hide_input_in_errors=True,
    )


@dataclass(frozen=True, slots=True)
class Reply(Generic[HeadersT]):
    """An answer without a body, under the declared status (204)."""

    headers: HeadersT


@dataclass(frozen=True, slots=True)
class BodyStream:
    """The body of the request as it arrives. `length` is what the caller announced, None where unknown.

    Reading it raises when the caller leaves, and when no more comes in time.
    """

    media_type: str
    length: int | None
    pieces: AsyncIterator[bytes]
