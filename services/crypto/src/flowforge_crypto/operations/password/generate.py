"""Generate a random password with at least one character of each requested class."""

import string
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_crypto.core.passwords.choices import AMBIGUOUS, SYMBOLS, draw_with_each, entropy_bits
from servicekit import Inline, RequestBody, operation


class PasswordRequest(RequestBody):
    length: Annotated[int, Field(ge=8, le=256, description="Characters of the password.")] = 20
    lowercase: bool = Field(default=True, description="Whether to include lower-case letters.")
    uppercase: bool = Field(default=True, description="Whether to include upper-case letters.")
    digits: bool = Field(default=True, description="Whether to include digits.")
    symbols: bool = Field(default=True, description="Whether to include punctuation.")
    exclude_ambiguous: bool = Field(default=False, description="Leave out characters that look alike.")

    @model_validator(mode="after")
    def _has_a_class(self) -> Self:
        if not (self.lowercase or self.uppercase or self.digits or self.symbols):
            raise ValueError("set at least one of 'lowercase', 'uppercase', 'digits' and 'symbols'")
        return self


class PasswordResult(BaseModel):
    password: str = Field(description="The new password.")
    entropy_bits: float = Field(description="An upper bound; 75 or more withstands offline guessing.")


@operation("/password/generate", example={"length": 20, "exclude_ambiguous": True}, run=Inline(), secret=True)
def generate_password(request: PasswordRequest) -> PasswordResult:
    left_out = set(AMBIGUOUS) if request.exclude_ambiguous else set()
    wanted = [
        (request.lowercase, string.ascii_lowercase),
        (request.uppercase, string.ascii_uppercase),
        (request.digits, string.digits),
        (request.symbols, SYMBOLS),
    ]
    classes = ["".join(c for c in characters if c not in left_out) for asked, characters in wanted if asked]
    password = draw_with_each(classes, request.length)
    bits = entropy_bits(sum(len(one) for one in classes), request.length)
    return PasswordResult(password=password, entropy_bits=bits)
