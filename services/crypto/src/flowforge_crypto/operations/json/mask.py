"""Mask fields of a JSON document irreversibly, keeping a few characters for recognition."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.strict_json import JsonDocument
from flowforge_crypto.core.encryption.fields.json_paths import (
    InvalidJsonPath,
    Paths,
    RootChosen,
    TooManyFields,
    replace,
)
from servicekit import Process, RequestBody, operation

Kept = Annotated[int, Field(ge=0, le=64)]


class MaskJsonRequest(RequestBody):
    document: JsonDocument = Field(description="Any JSON value, usually an object or a list of objects.")
    paths: Paths
    keep_first: Kept = Field(
        default=0, description="Characters that stay readable at the start of each value."
    )
    keep_last: Kept = Field(4, description="Of a short text at least half is masked.")
    character: Annotated[
        str, Field(min_length=1, max_length=1, description="Character that replaces the others.")
    ] = "*"
    keep_separators: bool = Field(default=True, description="Keep spaces, hyphens, dots, slashes and @.")


class MaskJsonResult(BaseModel):
    document: Any = Field(description="The document with the selected fields masked.")
    fields: int = Field(description="Number of masked fields.")


def mask(text: str, keep_first: int, keep_last: int, character: str, *, keep_separators: bool) -> str:
    """Replace all but the first and last characters, and at least half of them."""
    most = len(text) // 2
    last = min(keep_last, most)
    first = min(keep_first, most - last)
    hidden = range(first, len(text) - last)
    return "".join(
        character if at in hidden and not (keep_separators and one in " -./@_:") else one
        for at, one in enumerate(text)
    )


@operation(
    "/json/mask",
    errors=[InvalidJsonPath, RootChosen, TooManyFields],
    example={"document": {"card": "4111 1111 1111 1111"}, "paths": ["$.card"]},
    run=Process(),
    secret=True,
)
def mask_json(request: MaskJsonRequest) -> MaskJsonResult:
    def hide(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: hide(one) for name, one in value.items()}
        if isinstance(value, list):
            return [hide(one) for one in value]
        if value is None:
            return None
        text = value if isinstance(value, str) else str(value)
        return mask(
            text,
            request.keep_first,
            request.keep_last,
            request.character,
            keep_separators=request.keep_separators,
        )

    document, fields = replace(request.document, request.paths, hide)
    return MaskJsonResult(document=document, fields=fields)
