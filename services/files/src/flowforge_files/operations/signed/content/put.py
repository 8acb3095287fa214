"""Upload a file to a URL created with POST /direct. The body is the file. The URL works once."""

from datetime import timedelta

from flowforge_files.core.documents import FileDocument, show
from flowforge_files.core.signatures import SignedQuery
from flowforge_filestore import FileLibrary, UnknownUpload, UploadExpired, UploadTooLong
from servicekit import BodyStream, SignatureInvalid, SignedUrlExpired, operation


@operation(
    "/signed/{file_id}/content",
    method="PUT",
    example={
        "file_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233",
        "expires": 1,
        "signature": "a",
    },
    errors=[SignatureInvalid, SignedUrlExpired, UnknownUpload, UploadExpired, UploadTooLong],
    deadline=timedelta(hours=1),
    public=True,
    created=True,
)
async def put_signed(
    query: SignedQuery, file_id: str, body: BodyStream, library: FileLibrary
) -> FileDocument:
    library.signer.check(query.grant("PUT", file_id), query.signature)
    upload = await library.uploads.find_direct(file_id)
    if (body.length or 0) > upload.limit:
        raise UploadTooLong
    return show(library, await library.uploads.take(upload, body.pieces, expected=body.length or 0))
