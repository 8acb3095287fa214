"""Read a body as it arrives."""

import hashlib
from typing import Annotated

from pydantic import Field

from servicekit import BodyStream, FileRule, Headers, Reply, operation

LIMIT = 1_000_000


class SinkHeaders(Headers):
    x_part: Annotated[int, Field(ge=1, description="Which part this is.")]
    x_note: str | None = Field(None, description="Anything.")


class SinkReply(Headers):
    x_part: int = Field(description="Which part it was.")
    x_bytes: int = Field(description="How many bytes came.")
    x_length: int | None = Field(description="How many were announced.")
    x_sha256: str = Field(description="Of the body.")
    x_note: str | None = Field(description="What the request said.")


@operation("/sink", method="PUT", example=None)
async def take_body(
    headers: SinkHeaders,
    body: Annotated[BodyStream, FileRule(max_bytes=LIMIT, media_types=("application/x-part",))],
) -> Reply[SinkReply]:
    digest, count = hashlib.sha256(), 0
    async for piece in body.pieces:
        digest.update(piece)
        count += len(piece)
    return Reply(
        SinkReply(
            x_part=headers.x_part,
            x_bytes=count,
            x_length=body.length,
            x_sha256=digest.hexdigest(),
            x_note=headers.x_note,
        )
    )
