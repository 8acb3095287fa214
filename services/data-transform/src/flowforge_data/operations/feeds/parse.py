"""Read an RSS or Atom feed of any version: title, entries, dates, authors, contents and enclosures.

HTML is sanitized, relative links are made absolute, and nothing is loaded. /convert makes a table or another
format of the same file.
"""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.texts import TextFileForm
from flowforge_data.core.faults import READING
from flowforge_data.core.messages.answers import answered
from flowforge_data.core.messages.feeds.entries import Entry, FeedHead, NoFeed
from servicekit import Process, operation

if TYPE_CHECKING:
    ParsedEntry = Entry
    ParsedFeedHead = FeedHead
else:
    ParsedEntry = answered(Entry)
    ParsedFeedHead = answered(FeedHead)


class FeedResult(BaseModel):
    feed: ParsedFeedHead = Field(description="What the feed says of itself.")
    entries: list[ParsedEntry] = Field(description="The entries in the order of the file.")
    count: int = Field(description="How many there are.")
    version: str = Field(description="The format, such as rss20 or atom10.")
    warnings: list[str] = Field(description="What was damaged or left out.")


@operation(
    "/feeds/parse",
    errors=[*READING, NoFeed],
    run=Process(max_memory_bytes=512 << 20),
    example={
        "text": '<rss version="2.0"><channel><title>News</title><link>https://example.org</link>'
        "<description>x</description><item><title>One</title><link>https://example.org/1</link></item>"
        "</channel></rss>"
    },
)
def parse_feed(form: TextFileForm) -> FeedResult:
    from flowforge_data.core.conversion.requests import warnings_of  # noqa: PLC0415 - for workers
    from flowforge_data.core.conversion.whole import bytes_of_form  # noqa: PLC0415 - likewise
    from flowforge_data.core.messages.feeds.reading import read_feed  # noqa: PLC0415 - likewise

    content, notes, field = bytes_of_form(form)
    head, entries, version = read_feed(content, field, notes.warn)
    return FeedResult.model_validate(
        {
            "feed": head.model_dump(),
            "entries": [one.model_dump() for one in entries],
            "count": len(entries),
            "version": version,
            "warnings": warnings_of(notes),
        }
    )
