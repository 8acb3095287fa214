"""Keyword vectors and matching words, computed in a child process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flowforge_vector.engines.edge.caller import ChildCaller

Sparse = tuple[list[int], list[float]]
_PART = 256


class KeywordEncoder:
    """BM25 vectors in the language of a collection, the same for every store."""

    def __init__(self, folder: Path, *, idle_seconds: float = 900) -> None:
        arguments = ["--folder", str(folder), "--reserve-bytes", "0", "--optimize-from", "0"]
        self._caller = ChildCaller("keywords", arguments, start_seconds=60, idle_seconds=idle_seconds)

    async def encode_documents(
        self, language: str, average_length: float, texts: Sequence[str]
    ) -> list[Sparse]:
        found: list[Sparse] = []
        for start in range(0, len(texts), _PART):
            part = list(texts[start : start + _PART])
            found += await self._call("encode_documents", language, average_length, part)
        return found

    async def encode_query(self, language: str, text: str) -> Sparse:
        """Return the vector of a query. It has no words if all are stop words."""
        found: list[Sparse] = await self._call("encode_queries", language, [text])
        return found[0]

    async def find_matches(
        self, language: str, query: str, texts: Sequence[str]
    ) -> list[list[tuple[int, int]]]:
        """Return where each text has words of *query*."""
        found: list[list[tuple[int, int]]] = await self._call("find_matches", language, query, list(texts))
        return found

    async def _call(self, name: str, *arguments: Any) -> Any:
        return await self._caller.call(name, *arguments)

    async def close(self) -> None:
        await self._caller.close()
