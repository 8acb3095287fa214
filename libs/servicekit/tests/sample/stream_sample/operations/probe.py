"""Report how many readers of content are open, to HEAD, and the options, to OPTIONS."""

from pydantic import Field

from servicekit import Headers, Inline, Reply, operation
from stream_sample.operations.content import readers


class Found(Headers):
    x_readers: int = Field(description="Readers that are open.")


class Ways(Headers):
    x_ways: str = Field(description="What can be asked.")


@operation("/probe", method="HEAD", operation_id="stream.probe", example=None, run=Inline())
def show_readers() -> Reply[Found]:
    return Reply(Found(x_readers=len(readers)))


@operation("/probe", method="OPTIONS", operation_id="stream.ways", example=None, run=Inline())
def show_ways() -> Reply[Ways]:
    return Reply(Ways(x_ways="HEAD"))
