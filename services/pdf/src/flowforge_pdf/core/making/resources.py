"""The files that a document names: sent with it, or downloaded from public addresses."""

import asyncio
import io
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from flowforge_pdf.engines.plutoprint import OWN_ADDRESS
from servicekit import Context, FileInput, FileRule, OperationError

NO_FILES: Mapping[str, bytes] = {}
_FONTS = (".ttf", ".otf", ".woff", ".woff2")
_SHOWN = 20
_MAX_DOWNLOADS = 100
_MAX_PASSES = 4  # a document, its style sheets, what they import, and their pictures and fonts
_SECONDS = 12.0
_SECONDS_TO_TYPESET = 8.0
_RULE = FileRule(max_bytes=16 << 20)
T = TypeVar("T")


def is_remote(url: str) -> bool:
    """Return whether *url* is an address of another server."""
    return url.lower().startswith(("http://", "https://")) and not url.startswith(OWN_ADDRESS)


@dataclass(slots=True)
class RemoteFiles:
    """Downloads what an engine has asked for. `failed` has the reason for each address without a file."""

    context: Context
    found: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    _wanted: dict[str, None] = field(default_factory=dict)
    _ends: float = field(default_factory=lambda: time.monotonic() + _SECONDS)

    def find(self, url: str) -> tuple[bytes, str] | None:
        """Return the file if it has been downloaded; else remember that it is wanted."""
        if url not in self.found and url not in self.failed:
            self._wanted[url] = None
        return self.found.get(url)

    async def load(self) -> bool:
        """Download what is wanted. Returns whether any file came, which is worth another pass."""
        wanted, self._wanted = list(self._wanted), {}
        allowed = max(_MAX_DOWNLOADS - len(self.found) - len(self.failed), 0)
        too_many = f"the document names more than {_MAX_DOWNLOADS} addresses"
        self.failed |= dict.fromkeys(wanted[allowed:], too_many)
        before = len(self.found)
        seconds = min(self._ends, self.context.deadline - _SECONDS_TO_TYPESET) - time.monotonic()
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await asyncio.gather(*(self._download(url) for url in wanted[:allowed]))
        except TimeoutError:
            late = (url for url in wanted[:allowed] if url not in self.found and url not in self.failed)
            self.failed |= dict.fromkeys(late, "it did not arrive in time")
        return len(self.found) > before

    def give_up(self) -> None:
        """Say of what is still wanted that it is not loaded."""
        reason = f"it is named too deep: style sheets are followed through {_MAX_PASSES} levels"
        self.failed |= dict.fromkeys(self._wanted, reason)
        self._wanted = {}

    async def _download(self, url: str) -> None:
        try:
            file = await self.context.fetch(url, rule=_RULE)
        except OperationError as error:
            self.failed[url] = error.text[:300].rstrip(".")
        else:
            self.found[url] = file.content, file.media_type


class Resources:
    """The files of a request, by the names that a document has for them, and those of *remote* addresses.

    Nothing else is reachable.
    """

    def __init__(
        self,
        sent: Sequence[FileInput],
        files: Mapping[str, bytes] = NO_FILES,
        remote: RemoteFiles | None = None,
    ) -> None:
        self._files = {(file.name or "").lower(): file for file in sent}
        self._contents = files
        self._remote = remote
        self.missing: list[str] = []

    def find_sent(self, url: str) -> tuple[bytes, str] | None:
        """Return a file of the request with its media type."""
        path = unquote(urlsplit(url).path)
        if content := self._contents.get(path.lstrip("/")):
            return content, "application/octet-stream"
        file = self._files.get(path.lstrip("/").lower()) or self._files.get(PurePosixPath(path).name.lower())
        return (file.content, file.media_type) if file is not None else None

    def find(self, url: str) -> tuple[bytes, str] | None:
        if sent := self.find_sent(url):
            return sent
        if self._remote is not None and is_remote(url):
            return self._remote.find(url)
        if url not in self.missing:
            self.missing.append(url)
        return None

    async def complete(self, draw: Callable[[], T]) -> T:
        """Draw a document again and again, as long as files come from the addresses that it names.

        Only the engine knows what a document needs, and what the style sheets need that it loads.
        """
        drawn = draw()
        for _ in range(_MAX_PASSES):
            if self._remote is None or not await self._remote.load():
                return drawn
            drawn = draw()
        if self._remote is not None:
            self._remote.give_up()
        return drawn

    def describe_missing(self) -> tuple[list[str], list[str]]:
        """Return the first names without a file, and warnings about them if there are any."""
        missing = [each[:200].removeprefix(OWN_ADDRESS) for each in self.missing[:_SHOWN]]
        warnings = []
        if missing:
            count = len(self.missing)
            warnings.append(f"{count} resources were not sent and are left out: send them as 'resources'.")
        if self._remote is not None:
            failed = list(self._remote.failed.items())[:_SHOWN]
            missing += [url[:200] for url, _ in failed]
            warnings += [f"'{url[:200]}' was not loaded: {reason}." for url, reason in failed]
        return missing, warnings

    def characters(self) -> set[int]:
        """Return the characters of the fonts among the files."""
        fonts = [file.content for name, file in self._files.items() if name.endswith(_FONTS)]
        if self._remote is not None:
            fonts += [
                content
                for url, (content, media_type) in self._remote.found.items()
                if urlsplit(url).path.lower().endswith(_FONTS) or "font" in media_type
            ]
        return characters_of_fonts(fonts)


def characters_of_fonts(fonts: Sequence[bytes]) -> set[int]:
    """Return the code points that any of *fonts* has."""
    return {character for font in fonts for character in _characters_of(font)}


def _characters_of(font: bytes) -> set[int]:
    from fontTools import ttLib  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it

    try:
        return set(ttLib.TTFont(io.BytesIO(font), lazy=True).getBestCmap() or ())
    except (ttLib.TTLibError, OSError, ValueError, KeyError, AssertionError):
        return set()  # the engine will not use it either
