"""What a feed holds."""

from pydantic import Field

from servicekit import InvalidInput, RequestBody

MAX_ENTRIES = 10_000


class NoFeed(InvalidInput):
    code = "FEED_UNREADABLE"
    message = "'{field}' cannot be read as an RSS or Atom feed: {reason}."


class Enclosure(RequestBody):
    url: str = Field(max_length=4_000, description="Address of the file.")
    media_type: str = Field("", max_length=200, description="Media type.")
    bytes: int | None = Field(None, ge=0, description="Size.")


class Entry(RequestBody):
    id: str = Field("", max_length=4_000, description="Identifier; the link if empty.")
    title: str = Field("", max_length=10_000, description="Title.")
    link: str = Field("", max_length=4_000, description="Address of the article.")
    published: str = Field("", max_length=100, description="When it was published, ISO 8601.")
    updated: str = Field("", max_length=100, description="When it was changed, ISO 8601.")
    authors: list[str] = Field([], max_length=100, description="Authors.")
    summary: str = Field("", max_length=1_000_000, description="Summary, HTML or text.")
    content: str = Field("", max_length=4_000_000, description="Full content, HTML or text.")
    categories: list[str] = Field([], max_length=500, description="Categories.")
    enclosures: list[Enclosure] = Field([], max_length=100, description="Files, such as a podcast's.")


class FeedHead(RequestBody):
    title: str = Field("", max_length=10_000, description="Title of the feed.")
    link: str = Field("", max_length=4_000, description="Address of the site.")
    description: str = Field("", max_length=100_000, description="Description.")
    language: str = Field("", max_length=50, description="Language, such as en-us.")
    updated: str = Field("", max_length=100, description="When it was changed, ISO 8601.")
