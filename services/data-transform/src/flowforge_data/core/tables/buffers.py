"""The bytes of a text column, one cell after the other, as arrays: for checks of a whole column at once."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TextBytes:
    """A text column. Cell n is `text[bounds[n] : bounds[n + 1]]`; nulls are empty."""

    column: pa.Array
    text: NDArray[np.uint8]
    bounds: NDArray[np.int64]

    @property
    def first(self) -> NDArray[np.uint8]:
        """The first bytes of the cells that are not empty."""
        begins = self.bounds[:-1]
        return self.text[begins[begins < self.bounds[1:]]]


def bytes_of(series: pl.Series) -> TextBytes:
    column = series.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, content = column.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[column.offset : column.offset + len(column) + 1]
    text = np.frombuffer(content or b"", dtype=np.uint8)[bounds[0] : bounds[-1]]
    return TextBytes(column, text, bounds - bounds[0])
