"""Read the text of scans by the ocr service."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from flowforge_vector.engines.endpoint import Endpoint, EndpointAway, JsonClient
from servicekit import Consumer, Unavailable, UpstreamFailed

_OK, _BUSY = 200, (429, 502, 503, 504)
_PAGES_AT_ONCE = 4  # the ocr service takes seconds for each


class RecognitionAway(Unavailable):
    code = "RECOGNITION_UNAVAILABLE"
    message = "'file' is a scan, and the OCR service does not answer at present: try again shortly."


class RecognitionFailed(UpstreamFailed):
    code = "RECOGNITION_FAILED"
    message = "'file' is a scan whose text could not be read: {reason}."


RECOGNITION_ERRORS = (RecognitionAway, RecognitionFailed)


class Recognizer:
    """Sends files to the ocr service. Without its address nothing can be read."""

    def __init__(self, endpoint: Endpoint | None) -> None:
        self._client = JsonClient(endpoint) if endpoint is not None else None

    @property
    def is_available(self) -> bool:
        return self._client is not None

    async def read_pages(
        self, path: Path, pages: Sequence[int], consumer: Consumer
    ) -> AsyncIterator[tuple[int, str]]:
        """Yield the number and the text of each page of a PDF. Raises the RECOGNITION_ERRORS."""
        for start in range(0, len(pages), _PAGES_AT_ONCE):
            wanted = ",".join(map(str, pages[start : start + _PAGES_AT_ONCE]))
            for page in await self._read(path, {"pages": wanted}, consumer):
                yield page

    async def read_picture(self, path: Path, consumer: Consumer) -> list[tuple[int, str]]:
        """Return the pages of a picture. Raises the RECOGNITION_ERRORS."""
        return await self._read(path, {}, consumer)

    async def _read(self, path: Path, fields: dict[str, str], consumer: Consumer) -> list[tuple[int, str]]:
        assert self._client is not None  # noqa: S101 - callers ask `is_available`
        try:
            status, document = await self._client.post_file(
                "/read", path, {"detail": "text", **fields}, consumer
            )
        except EndpointAway as error:
            raise RecognitionAway from error
        if status in _BUSY:
            raise RecognitionAway
        if status != _OK:
            raise RecognitionFailed(reason=_reason(status, document))
        try:
            return [(int(one["page"]), str(one["text"])) for one in document["pages"]]
        except (KeyError, TypeError, ValueError) as error:
            raise RecognitionFailed(reason="the answer has no pages") from error

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()


def _reason(status: int, document: Any) -> str:
    error = document.get("error") if isinstance(document, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return str(message or f"status {status}").rstrip(".")
