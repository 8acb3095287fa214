"""Make an RSS 2.0 or Atom feed of entries."""

from typing import Literal

from pydantic import Field

from flowforge_data.core.messages.feeds.entries import MAX_ENTRIES, Entry, FeedHead
from flowforge_data.core.values.moments.forms import UnreadableDate
from servicekit import FileOutput, Process, RequestBody, operation


class CreateFeedRequest(RequestBody):
    feed: FeedHead = Field(description="What the feed says of itself.")
    entries: list[Entry] = Field([], max_length=MAX_ENTRIES, description="The entries, the newest first.")
    format: Literal["rss", "atom"] = Field("rss", description="RSS 2.0 or Atom.")


@operation(
    "/feeds/create",
    errors=[UnreadableDate],
    run=Process(max_memory_bytes=384 << 20),
    example={
        "feed": {"title": "News", "link": "https://example.org", "description": "What is new"},
        "entries": [{"title": "One", "link": "https://example.org/1", "published": "2024-02-29T10:30:00Z"}],
    },
)
def create_feed(request: CreateFeedRequest) -> FileOutput:
    from flowforge_data.core.messages.feeds.writing import write_atom, write_rss  # noqa: PLC0415 - for workers

    if request.format == "atom":
        content = write_atom(request.feed, request.entries)
        return FileOutput(content, "application/atom+xml; charset=utf-8", "feed.atom")
    content = write_rss(request.feed, request.entries)
    return FileOutput(content, "application/rss+xml; charset=utf-8", "feed.rss")
