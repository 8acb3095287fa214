"""Parse a certificate signing request (CSR) and verify its signature."""

from typing import Annotated

from pydantic import Field

from flowforge_crypto.core.certificates.example import REQUEST
from flowforge_crypto.core.certificates.reading import (
    RequestInfo,
    UnreadableRequest,
    describe_request,
    read_request,
)
from servicekit import Process, RequestBody, operation


class ParseCsrRequest(RequestBody):
    csr: Annotated[str, Field(max_length=1 << 18)] = Field(description="PEM or base64 DER.")


@operation("/x509/parse-csr", errors=[UnreadableRequest], example={"csr": REQUEST}, run=Process())
def parse_csr(request: ParseCsrRequest) -> RequestInfo:
    return describe_request(read_request(request.csr))
