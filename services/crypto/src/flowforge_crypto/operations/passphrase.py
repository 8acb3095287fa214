"""Generate a passphrase of random words from the EFF's large word list."""

import secrets
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.choices import entropy_bits, wordlist
from servicekit import Inline, RequestBody, operation


class PassphraseRequest(RequestBody):
    words: Annotated[int, Field(ge=3, le=24, description="Each is worth 12.9 bits.")] = 6
    separator: Annotated[str, Field(max_length=8, description="Text between the words.")] = "-"
    capitalize: bool = Field(default=False, description="Whether each word begins with an upper-case letter.")
    number: bool = Field(default=False, description="Append a digit, for rules that want one.")


class PassphraseResult(BaseModel):
    passphrase: str = Field(description="The words, separated.")
    entropy_bits: float = Field(
        description="Bits of randomness: each more doubles the guesses of an attacker."
    )


@operation("/passphrase", example={"words": 6, "separator": " "}, run=Inline(), secret=True)
def make_passphrase(request: PassphraseRequest) -> PassphraseResult:
    words = [secrets.choice(wordlist()) for _ in range(request.words)]
    if request.capitalize:
        words = [word.capitalize() for word in words]
    parts = [*words, str(secrets.randbelow(10))] if request.number else words
    bits = entropy_bits(len(wordlist()), request.words) + (entropy_bits(10, 1) if request.number else 0)
    return PassphraseResult(passphrase=request.separator.join(parts), entropy_bits=round(bits, 1))
