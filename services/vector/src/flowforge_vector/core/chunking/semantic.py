"""Cut a text where its meaning changes: between sentences whose vectors differ most."""

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np
from numpy.typing import NDArray

from flowforge_vector.core.chunking.chunks import Chunk, ChunkRule, cut, pack
from flowforge_vector.core.chunking.units import Unit, units_of

Embed = Callable[[list[str]], Awaitable[NDArray[np.float32]]]
_WINDOW = 2  # sentences on each side that are compared
_SHARE = 80  # percentile of the differences from which a boundary is one of meaning


async def cut_text(text: str, rule: ChunkRule, embed: Embed) -> list[Chunk]:
    """Return the chunks of a text by any method; *embed* is called for `semantic` only."""
    if rule.method != "semantic":
        return await asyncio.to_thread(cut, text, rule)
    units = await asyncio.to_thread(units_of, text, rule.size, by_words=False)
    if len(units) <= _WINDOW:
        return pack(text, units, rule, set())
    rows = await embed([text[one.start : one.end] for one in units])
    return pack(text, units, rule, _boundaries(units, rows))


def _boundaries(units: list[Unit], rows: NDArray[np.float32]) -> set[int]:
    """Return the units where a new subject begins."""
    differences = [
        1 - _similarity(rows[max(0, place - _WINDOW) : place], rows[place : place + _WINDOW])
        for place in range(1, len(units))
    ]
    limit = float(np.percentile(differences, _SHARE))
    return {
        place
        for place, difference in enumerate(differences, 1)
        if difference >= limit and _is_peak(differences, place - 1)
    }


def _similarity(before: NDArray[np.float32], after: NDArray[np.float32]) -> float:
    one, other = before.mean(axis=0), after.mean(axis=0)
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other) or 1))


def _is_peak(values: list[float], place: int) -> bool:
    around = values[max(0, place - 1) : place + 2]
    return values[place] == max(around)
