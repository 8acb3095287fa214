"""Apply several steps to a text in one call: decode, encode, hash, HMAC, compress, change.

A decode step with the scheme `auto` takes the most likely encoding and tells which it was.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings import InputEncoding, PlaintextIsBinary, UndecodableText, decode, present
from flowforge_crypto.core.recipes import (
    MAX_BYTES,
    NotCompressed,
    NothingDetected,
    Step,
    StepNeedsText,
    TooMuchData,
    apply,
)
from flowforge_crypto.core.schemes import NotDecodable, NotEncodable, TooLongForScheme
from servicekit import RequestBody, operation


class RecipeRequest(RequestBody):
    text: str
    encoding: InputEncoding = "utf-8"
    steps: Annotated[list[Step], Field(min_length=1, max_length=20)]
    output: InputEncoding = Field("utf-8", description="How the answer writes what the last step made.")


class StepResult(BaseModel):
    step: str
    did: str = Field(description="The encoding or algorithm that it used.")
    size_bytes: int


class RecipeResult(BaseModel):
    text: str
    steps: list[StepResult]


@operation(
    "/recipe",
    errors=[
        UndecodableText,
        NotDecodable,
        NotEncodable,
        TooLongForScheme,
        StepNeedsText,
        NothingDetected,
        NotCompressed,
        TooMuchData,
        PlaintextIsBinary,
    ],
    example={
        "text": "SGVsbG8=",
        "steps": [{"step": "decode"}, {"step": "hash", "algorithm": "sha256"}],
        "output": "hex",
    },
    secret=True,
)
def run_recipe(request: RecipeRequest) -> RecipeResult:
    data = decode(request.text, request.encoding)
    results = []
    for number, step in enumerate(request.steps):
        data, did = apply(step, data, number)
        if len(data) > MAX_BYTES:
            raise TooMuchData(number=number)
        results.append(StepResult(step=step.step, did=did, size_bytes=len(data)))
    return RecipeResult(text=present(data, request.output), steps=results)
