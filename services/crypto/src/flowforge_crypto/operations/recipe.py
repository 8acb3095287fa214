"""Apply a chain of steps to a text: decode, encode, hash, HMAC, compress, encrypt, edit.

A decode step with the scheme `auto` uses the most likely encoding and reports it.
"""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_crypto.core.encodings.schemes import NotDecodable, NotEncodable, TooLongForScheme
from flowforge_crypto.core.encodings.text import (
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.encryption.key_source import InvalidKey, KeySource
from flowforge_crypto.core.recipes.errors import (
    NotCompressed,
    NothingDetected,
    NotInCharset,
    NotSealed,
    StepNeedsText,
    TooMuchData,
    require_size,
)
from flowforge_crypto.core.recipes.step import Step
from servicekit import Process, RequestBody, operation

_MOST_PASSPHRASES = 3  # each may take 4 seconds


class RecipeRequest(RequestBody):
    text: str = Field(description="The text to start with.")
    encoding: InputEncoding = "utf-8"
    steps: Annotated[
        list[Step],
        Field(
            min_length=1,
            max_length=20,
            description="The steps in order; each takes the result of the one before.",
        ),
    ]
    output: InputEncoding = Field("utf-8", description="Encoding of the last step's output.")

    @model_validator(mode="after")
    def _is_affordable(self) -> Self:
        derived = sum(isinstance(step, KeySource) and step.passphrase is not None for step in self.steps)
        if derived > _MOST_PASSPHRASES:
            raise ValueError(
                f"'steps' has {derived} steps with a passphrase: at most {_MOST_PASSPHRASES} may have one, "
                "the others a 'key'"
            )
        return self


class StepResult(BaseModel):
    step: str = Field(description="Name of the step.")
    did: str = Field(description="Encoding or algorithm that was used.")
    size_bytes: int = Field(description="Size of its result.")


class RecipeResult(BaseModel):
    text: str = Field(description="Result of the last step.")
    steps: list[StepResult] = Field(description="What each step did, in order.")


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
        NotInCharset,
        NotSealed,
        InvalidKey,
        TooMuchData,
        PlaintextIsBinary,
    ],
    example={
        "text": "SGVsbG8=",
        "steps": [{"step": "decode"}, {"step": "hash", "algorithm": "sha256"}],
        "output": "hex",
    },
    run=Process(),  # steps may derive a key from a passphrase
    dearest={"text": "a", "steps": [{"step": "encrypt", "passphrase": "words"}] * 3, "output": "base64"},
    secret=True,
)
def run_recipe(request: RecipeRequest) -> RecipeResult:
    data = decode(request.text, request.encoding)
    results = []
    for number, step in enumerate(request.steps):
        data, did = step.apply(data, number)
        require_size(len(data), number)
        results.append(StepResult(step=step.step, did=did, size_bytes=len(data)))
    return RecipeResult(text=present(data, request.output), steps=results)
