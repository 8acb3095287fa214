"""Send webhooks: to public addresses only, as files are fetched."""

from collections.abc import Mapping
from typing import ClassVar, Self

from servicekit.errors import OperationError
from servicekit.fetch.errors import UrlForbidden, UrlInvalid
from servicekit.fetch.fetcher import Fetcher
from servicekit.settings import KitSettings


class WebhookSender:
    """Posts to addresses that callers gave. It follows no redirect and reads no answer."""

    ERRORS: ClassVar[tuple[type[OperationError], ...]] = (UrlInvalid, UrlForbidden)  # what `check` raises

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    @classmethod
    def from_environment(cls) -> Self:
        """Use the kit's settings for fetching. Raises InvalidSettings."""
        settings = KitSettings.load()
        return cls(
            Fetcher(
                allow_private=settings.fetch_allow_private,
                allow_hosts=frozenset(settings.fetch_allow_hosts),
                timeout_seconds=settings.fetch_timeout_seconds,
            )
        )

    def check(self, url: str, field: str) -> None:
        """Refuse an address that could never be sent to. Raises an InvalidInput that names *field*."""
        try:
            self._fetcher.check(url)
        except OperationError as error:
            raise type(error)(f"'{field}': {error.text}", fields=[field]) from error

    async def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Return the status of the answer. Raises an OperationError that says why there is none."""
        return await self._fetcher.post(url, body, headers)
