"""Load a page in the browser, wait until it is ready, and print it or draw it."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flowforge_pdf.engines.chromium.devtools import BrowserFailed, DevTools
from flowforge_pdf.engines.chromium.interception import Interception, Serve
from flowforge_pdf.engines.chromium.program import running

_SECONDS_BETWEEN_LOOKS = 0.1
_QUIET_SECONDS = 0.4  # without a request, after which a page is taken to have loaded
_READ_BYTES = 1 << 20
_TEXT = "document.body ? document.body.innerText : ''"
_COMPLETE = "document.readyState=='complete' && document.fonts.status=='loaded'"


class PageNotLoaded(Exception):
    """The document of the page did not come, or the browser could not show it."""


class NeverReady(Exception):
    """What was waited for did not come; the argument is the name of the field."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a page is waited for, after it has loaded. `until` and `give_up` are of time.monotonic()."""

    until: float
    give_up: float
    selector: str = ""
    expression: str = ""
    seconds: float = 0


@dataclass(slots=True)
class Page:
    """An open page."""

    tools: DevTools
    session: str
    interception: Interception
    warnings: list[str] = field(default_factory=list)

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self.tools.call(method, self.session, **parameters)

    async def load(self, url: str, waiting: Waiting) -> None:
        """Open *url* and wait until it is ready. Raises PageNotLoaded and NeverReady."""
        answer = await self.call("Page.navigate", url=url)
        if answer.get("errorText"):
            raise PageNotLoaded(answer["errorText"])
        if not await self._settled(waiting.until):
            self.warnings.append("The page was still loading when it was drawn: it took too long.")
        if waiting.selector:
            await self._holds(
                f"!!document.querySelector({json.dumps(waiting.selector)})", "wait_for_selector", waiting
            )
        if waiting.expression:
            await self._holds(f"!!({waiting.expression})", "wait_for_expression", waiting)
        await asyncio.sleep(waiting.seconds)

    async def _settled(self, until: float) -> bool:
        """Wait for the end of loading, and for a moment without requests. Returns whether both came."""
        quiet_since: float | None = None
        while time.monotonic() < until:
            busy = self.interception.busy or not await self._is(_COMPLETE)
            if busy:
                quiet_since = None
            elif quiet_since is None:
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since >= _QUIET_SECONDS:
                return True
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        return False

    async def _holds(self, expression: str, name: str, waiting: Waiting) -> None:
        while not await self._is(expression):
            if time.monotonic() > waiting.give_up:
                raise NeverReady(name)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def _is(self, expression: str) -> bool:
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer.get("result", {}).get("value") is True

    async def text(self) -> str:
        """Return what can be read on the page."""
        answer = await self.call("Runtime.evaluate", expression=_TEXT, returnByValue=True)
        return str(answer.get("result", {}).get("value") or "")

    async def print(self, **options: Any) -> bytes:
        """Return the page as PDF. *options* are those of Page.printToPDF."""
        answer = await self.call("Page.printToPDF", transferMode="ReturnAsStream", **options)
        pieces: list[bytes] = []
        while True:
            piece = await self.call("IO.read", handle=answer["stream"], size=_READ_BYTES)
            data = piece["data"]
            pieces.append(base64.b64decode(data) if piece.get("base64Encoded") else data.encode())
            if piece.get("eof"):
                return b"".join(pieces)

    async def draw(self, **options: Any) -> bytes:
        """Return the page as a picture. *options* are those of Page.captureScreenshot."""
        answer = await self.call("Page.captureScreenshot", **options)
        return base64.b64decode(answer["data"])


@asynccontextmanager
async def open_page(program: Path, folder: Path, serve: Serve) -> AsyncIterator[Page]:
    """Start a browser with a new profile below *folder*, whose every request *serve* answers.

    Raises BrowserFailed, also of what is done with the page.
    """
    interception = Interception(serve)
    with running(program, folder) as browser:
        tools = DevTools(browser.commands, browser.answers, interception.hear)
        async with tools, interception.serving(tools):
            yield await _first_page(tools, interception)


async def _first_page(tools: DevTools, interception: Interception) -> Page:
    await tools.call("Fetch.enable")
    await tools.call("Browser.setDownloadBehavior", behavior="deny")
    targets = (await tools.call("Target.getTargets"))["targetInfos"]
    target = next((each["targetId"] for each in targets if each["type"] == "page"), None)
    if target is None:
        raise BrowserFailed("it opened no page")
    attached = await tools.call("Target.attachToTarget", targetId=target, flatten=True)
    page = Page(tools, attached["sessionId"], interception)
    await page.call("Page.enable")
    await page.call("Network.enable")
    await page.call("Network.setBypassServiceWorker", bypass=True)
    return page
