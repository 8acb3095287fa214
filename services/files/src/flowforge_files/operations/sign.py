"""Create a signed URL for a file. It works without an API key, for browsers and tools that take a URL."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_files.core.documents import at
from flowforge_filestore import FileLibrary
from servicekit import Context, FileExpired, RequestBody, UnknownFile, operation


class SignRequest(RequestBody):
    expires_in_seconds: Annotated[int, Field(ge=1, le=315_360_000)] = Field(
        3600, description="Lifetime of the URL in seconds. It never outlives the file."
    )
    disposition: Literal["attachment", "inline"] = Field(
        "attachment", description="Whether a browser saves or displays the file."
    )


class SignedAddress(BaseModel):
    url: str = Field(description="Address that returns the file until it expires.")
    expires_at: datetime = Field(description="When the URL expires.")


@operation(
    "/{file_id}/sign",
    example={
        "file_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233",
        "expires_in_seconds": 600,
    },
    errors=[UnknownFile, FileExpired],
)
async def sign_address(
    request: SignRequest, file_id: str, library: FileLibrary, context: Context
) -> SignedAddress:
    record = await library.record(context.consumer.id, file_id)
    grant = library.grant(record, seconds=request.expires_in_seconds, disposition=request.disposition)
    return SignedAddress(url=library.signer.address(grant), expires_at=at(grant.expires * 1000))
