"""Generate a random string from an alphabet, such as a coupon code or an API key."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.choices import ALPHABETS, Alphabet, draw, entropy_bits
from servicekit import Inline, InvalidInput, RequestBody, operation


class RepeatedCharacter(InvalidInput):
    code = "ALPHABET_REPEATS"
    message = "'characters' names a character twice: each must stand there once, or it comes up more often."


class RandomStringRequest(RequestBody):
    length: Annotated[int, Field(ge=1, le=4096, description="Characters of the string.")] = 32
    alphabet: Alphabet = Field(default="alphanumeric", description="Which characters may occur.")
    characters: Annotated[str, Field(min_length=2, max_length=256)] | None = Field(
        None, description="An alphabet of your own, instead of 'alphabet'."
    )


class RandomStringResult(BaseModel):
    value: str = Field(description="The random string.")
    entropy_bits: float = Field(description="128 or more cannot be guessed.")


@operation(
    "/random-string",
    errors=[RepeatedCharacter],
    example={"length": 24, "alphabet": "unambiguous"},
    run=Inline(),
    secret=True,
)
def make_random_string(request: RandomStringRequest) -> RandomStringResult:
    alphabet = request.characters or ALPHABETS[request.alphabet]
    if len(set(alphabet)) < len(alphabet):
        raise RepeatedCharacter
    return RandomStringResult(
        value=draw(alphabet, request.length), entropy_bits=entropy_bits(len(alphabet), request.length)
    )
