"""Estimate the strength of a password and suggest improvements."""

from typing import Annotated

from pydantic import BaseModel, Field, SecretStr

from servicekit import RequestBody, operation

Score = Annotated[int, Field(ge=0, le=4)]


class StrengthRequest(RequestBody):
    password: Annotated[
        SecretStr, Field(min_length=1, max_length=256, description="The password to judge; it is not stored.")
    ]
    related: list[Annotated[str, Field(max_length=100)]] = Field(
        default_factory=list,
        max_length=20,
        description="Words that attackers try first: names, the company, the site.",
    )


class StrengthResult(BaseModel):
    score: Score = Field(
        description="0 too guessable, 1 very, 2 somewhat, 3 safely unguessable, 4 very unguessable."
    )
    guesses_log10: float = Field(description="Power of ten of the guesses that an attacker needs.")
    offline_crack_time: str = Field(description="At ten thousand guesses a second, against a slow hash.")
    warning: str = Field(description="Main weakness in one sentence; empty if there is none.")
    suggestions: list[str] = Field(description="What would make the password stronger.")


@operation("/password/strength", example={"password": "Tr0ub4dour&3"}, secret=True)
def estimate_strength(request: StrengthRequest) -> StrengthResult:
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its word lists are large

    found = zxcvbn(request.password.get_secret_value()[:72], user_inputs=list(request.related))
    return StrengthResult(
        score=found["score"],
        guesses_log10=round(float(found["guesses_log10"]), 2),
        offline_crack_time=found["crack_times_display"]["offline_slow_hashing_1e4_per_second"],
        warning=found["feedback"]["warning"],
        suggestions=found["feedback"]["suggestions"],
    )
