"""Serve bytes that say where they are: byte n is n modulo 251."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field

from servicekit import ContentOutput, InternalError, RequestBody, operation

MODIFIED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PIECE_BYTES = 100_000
PATTERN = bytes(range(251)) * (PIECE_BYTES // 251 + 2)
readers: list[object] = []


class ContentQuery(RequestBody):
    size: Annotated[int, Field(ge=0)] = 1000
    fails_at: int | None = Field(None, description="The byte that cannot be read.")
    disposition: Literal["attachment", "inline"] = "attachment"


class Unreadable(InternalError):
    code = "BYTE_UNREADABLE"
    message = "That byte cannot be read."


@operation("/content", method="GET", example={}, errors=[Unreadable])
async def get_content(query: ContentQuery) -> ContentOutput:
    async def read(start: int, end: int) -> AsyncGenerator[bytes]:
        reader = object()
        readers.append(reader)
        try:
            for at in range(start, end, PIECE_BYTES):
                if query.fails_at is not None and at <= query.fails_at < at + PIECE_BYTES:
                    raise Unreadable
                yield PATTERN[at % 251 :][: min(PIECE_BYTES, end - at)]
                await asyncio.sleep(0)
        finally:
            readers.remove(reader)

    return ContentOutput(
        read=read,
        size=query.size,
        etag="counting",
        modified=MODIFIED,
        media_type="application/x-counting",
        name="zählen.bin",
        disposition=query.disposition,
        max_age_seconds=60,
    )
