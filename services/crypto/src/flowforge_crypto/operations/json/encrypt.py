"""Encrypt fields of a JSON document, selected by JSONPath. The rest stays readable."""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.fields.json_paths import replace
from flowforge_crypto.core.encryption.fields.requests import FIELDS_ERRORS, FIELDS_EXAMPLE, FieldsRequest
from servicekit import Process, operation


class EncryptJsonRequest(FieldsRequest):
    pass


class EncryptJsonResult(BaseModel):
    document: Any = Field(description="The document with the selected fields encrypted.")
    fields: int = Field(description="Number of encrypted fields.")


@operation("/json/encrypt", errors=FIELDS_ERRORS, example=FIELDS_EXAMPLE, run=Process(), secret=True)
def encrypt_json(request: EncryptJsonRequest) -> EncryptJsonResult:
    document, fields = replace(request.document, request.paths, request.sealer().seal)
    return EncryptJsonResult(document=document, fields=fields)
