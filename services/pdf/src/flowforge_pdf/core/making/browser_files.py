"""Answer what a page in the browser asks for: the page itself, files that were sent, and public addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flowforge_pdf.core.making.resources import Resources, is_remote
from flowforge_pdf.engines.chromium.interception import PageAnswer, PageRequest
from servicekit import Context, FileInput, FileRule, OperationError, PostBody

_MOST_DOWNLOADS = 180
_MOST_POST_BYTES = 64 << 10
_RULE = FileRule(max_bytes=16 << 20)
_SHOWN = 20
_PAGES = ("text/", "image/", "application/xhtml+xml", "application/xml", "application/json")
_TEXTS = ("text/", "application/javascript", "application/json", "application/xhtml+xml", "image/svg+xml")
_UNKNOWN = "application/octet-stream"


@dataclass(slots=True)
class BrowserFiles:
    """Serves one page. *html* is its document, which is downloaded if there is none.

    *headers* go to the server of *address* alone. `refusal` is why the document did not come.
    """

    context: Context
    address: str
    html: str | None
    resources: Resources
    remote: bool
    headers: Mapping[str, str]
    refusal: OperationError | str = ""
    fonts: list[bytes] = field(default_factory=list)
    _failed: dict[str, str] = field(default_factory=dict)
    _moved: dict[str, PageAnswer] = field(default_factory=dict)
    _downloads: int = 0

    async def serve(self, request: PageRequest) -> PageAnswer | None:
        """Return the answer to a request of the page, None if it is refused."""
        if self.html is not None and request.is_document and request.url == self.address:
            return PageAnswer(self.html.encode(), "text/html; charset=utf-8")
        if moved := self._moved.pop(request.url, None):
            return moved
        if sent := self.resources.find_sent(request.url):
            return self._answer(FileAnswer(*sent))
        if not self.remote or not is_remote(request.url):
            self.resources.find(request.url)  # which remembers what is missing
            return None
        return await self._download(request)

    async def _download(self, request: PageRequest) -> PageAnswer | None:
        try:
            file = await self._fetched(request)
        except OperationError as error:
            self._failed[request.url] = error.text[:300].rstrip(".")
            if request.is_document:
                self.refusal = error
            return None
        if file is None:
            return None
        if request.is_document and not file.media_type.startswith((*_PAGES, _UNKNOWN)):
            self.refusal = f"the address holds a file of the type {file.media_type}, not a page"
            return None
        answer = self._answer(FileAnswer(file.content, file.media_type))
        if file.final_url in (None, request.url.partition("#")[0]):
            return answer
        self._moved[file.final_url or ""] = answer
        return PageAnswer(location=file.final_url or "")

    async def _fetched(self, request: PageRequest) -> FileInput | None:
        self._downloads += 1
        if self._downloads > _MOST_DOWNLOADS:
            self._failed[request.url] = f"the page asks for more than {_MOST_DOWNLOADS} addresses"
            return None
        if request.method not in ("GET", "POST") or len(request.body) > _MOST_POST_BYTES:
            self._failed[request.url] = "only GET, and POST of 64 KiB, are sent"
            return None
        post = None
        if request.method == "POST":
            sent_type = next((v for k, v in request.headers.items() if k.lower() == "content-type"), _UNKNOWN)
            post = PostBody(request.body, sent_type.partition(";")[0].strip() or _UNKNOWN)
        headers = self.headers if self._belongs_to_the_page(request) else {}
        field_name = "url" if request.is_document else ""
        return await self.context.fetch(request.url, field=field_name, rule=_RULE, post=post, headers=headers)

    def _belongs_to_the_page(self, request: PageRequest) -> bool:
        """Whether the request is to the server of the page, and is not made by a frame of another one."""
        makers = [value for name, value in request.headers.items() if name.lower() in ("origin", "referer")]
        return {_server_of(each) for each in (request.url, *makers)} == {_server_of(self.address)}

    def _answer(self, file: "FileAnswer") -> PageAnswer:
        if "font" in file.media_type:
            self.fonts.append(file.content)
        return PageAnswer(file.content, file.typed)

    def describe_missing(self) -> tuple[list[str], list[str]]:
        """Return the first addresses without a file, and warnings about them if there are any."""
        missing, warnings = self.resources.describe_missing()
        failed = list(self._failed.items())[:_SHOWN]
        missing += [url[:200] for url, _ in failed]
        warnings += [f"'{url[:200]}' was not loaded: {reason}." for url, reason in failed]
        return missing, warnings


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A file with its type. Its server's word on the encoding of a text is lost: UTF-8 is told by trying."""

    content: bytes
    media_type: str

    @property
    def typed(self) -> str:
        if not self.media_type.startswith(_TEXTS):
            return "" if self.media_type == _UNKNOWN else self.media_type
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return self.media_type
        return f"{self.media_type}; charset=utf-8"


def _server_of(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
