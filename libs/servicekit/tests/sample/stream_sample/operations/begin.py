"""Answer with headers alone, as something new."""

from pydantic import Field

from servicekit import Headers, Inline, Reply, operation


class Begun(Headers):
    location: str = Field(description="Where it is.")


@operation("/begin", example=None, created=True, run=Inline())
def begin() -> Reply[Begun]:
    return Reply(Begun(location="/api/v1/stream/content"))
