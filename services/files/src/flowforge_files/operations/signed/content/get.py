"""Download a file, or a byte range of it, from a signed URL."""

from flowforge_files.core.signatures import SignedQuery
from flowforge_filestore import FileLibrary
from servicekit import ContentOutput, FileExpired, SignatureInvalid, SignedUrlExpired, UnknownFile, operation


@operation(
    "/signed/{file_id}/content",
    method="GET",
    example={
        "file_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233",
        "expires": 1,
        "signature": "a",
    },
    errors=[SignatureInvalid, SignedUrlExpired, UnknownFile, FileExpired],
    public=True,
)
async def get_signed(query: SignedQuery, file_id: str, library: FileLibrary) -> ContentOutput:
    library.signer.check(query.grant("GET", file_id), query.signature)
    record = await library.record(None, file_id)
    return library.content(record, query.disposition, signed=True)
