"""Accept a secret and return its length."""

from pydantic import BaseModel

from servicekit import Inline, RequestBody, operation


class SecretRequest(RequestBody):
    secret: str


class SecretResult(BaseModel):
    length: int


@operation("/keep-quiet", example={"secret": "abc"}, run=Inline(), secret=True)
def keep_quiet(request: SecretRequest) -> SecretResult:
    return SecretResult(length=len(request.secret))
