"""Return the caller's id; anybody may ask."""

from pydantic import BaseModel

from servicekit import Context, operation


class Caller(BaseModel):
    id: str


@operation("/who", method="GET", example={}, public=True)
async def show_caller(context: Context) -> Caller:
    return Caller(id=context.consumer.id)
