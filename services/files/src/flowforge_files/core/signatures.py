"""The query of a signed address."""

from typing import Annotated, Literal

from pydantic import Field

from flowforge_filestore import FileGrant
from servicekit import RequestBody


class SignedQuery(RequestBody):
    expires: Annotated[int, Field(ge=0, lt=10**12)] = Field(description="Seconds since 1970.")
    signature: str = Field(description="Signature of this address, as files/sign made it.")
    disposition: Literal["attachment", "inline"] = Field(
        default="attachment", description="Whether browsers save the file or show it."
    )

    def grant(self, method: Literal["GET", "PUT"], file_id: str) -> FileGrant:
        return FileGrant(method, file_id, self.expires, self.disposition)
