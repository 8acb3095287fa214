"""Block a thread for some time, as work that cannot be stopped does."""

import time

from pydantic import BaseModel, Field

from servicekit import RequestBody, operation


class BlockRequest(RequestBody):
    seconds: float = Field(ge=0, le=5)


class BlockResult(BaseModel):
    seconds: float


@operation("/block", example={"seconds": 0})
def block_thread(request: BlockRequest) -> BlockResult:
    time.sleep(request.seconds)
    return BlockResult(seconds=request.seconds)
