"""Return a small picture, named by a URL, as a data: URL."""

from pydantic import BaseModel

from servicekit import Context, FileRule, RequestBody, as_data_url, operation

RULE = FileRule(max_bytes=1000, media_types=("image/*",), min_bytes=1)


class InlineRequest(RequestBody):
    picture_url: str


class InlineResult(BaseModel):
    data_url: str


@operation("/inline", example={"picture_url": "data:image/png;base64,iVBORw0KGgo="})
async def inline_picture(request: InlineRequest, context: Context) -> InlineResult:
    return InlineResult(
        data_url=await as_data_url(context, request.picture_url, field="picture_url", rule=RULE)
    )
