"""Download files from a worker process, and leave those that are late behind."""

import asyncio
import os

from pydantic import BaseModel, Field

from servicekit import Context, FileRule, OperationError, PostBody, Process, RequestBody, operation


class CollectRequest(RequestBody):
    urls: list[str] = Field(max_length=500)
    seconds: float = 15
    max_bytes: int = 1 << 20
    post: str | None = None


class Collected(BaseModel):
    sizes: list[int]
    codes: list[str]
    names: list[str | None]
    late: bool
    worker: int


@operation("/collect", run=Process(fetches=True), example={"urls": []})
async def collect_files(request: CollectRequest, context: Context) -> Collected:
    result = Collected(sizes=[], codes=[], names=[], late=False, worker=os.getpid())

    post = PostBody(request.post.encode(), "text/plain") if request.post is not None else None

    async def collect(url: str) -> None:
        try:
            rule = FileRule(max_bytes=request.max_bytes)
            file = await context.fetch(url, field="urls", rule=rule, post=post)
        except OperationError as error:
            result.codes.append(error.code)
        else:
            result.sizes.append(len(file.content))
            result.names.append(file.name)

    try:
        async with asyncio.timeout(request.seconds):
            await asyncio.gather(*(collect(url) for url in request.urls))
    except TimeoutError:
        result.late = True
    return result
