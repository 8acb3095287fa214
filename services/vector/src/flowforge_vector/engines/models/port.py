"""The port of embedding models."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from flowforge_embeddings import InputType
from servicekit import Consumer

Matrix = NDArray[np.float32]


class EmbeddingModels(Protocol):
    """Models by name. Rows have length 1; a text longer than its model reads is embedded in windows."""

    async def embed(
        self, model: str, texts: Sequence[str], input_type: InputType, consumer: Consumer
    ) -> Matrix:
        """Return one row for each text. Raises an OperationError of `engines.errors`."""
        ...

    def state(self) -> dict[str, str]:
        """Return what /health shows."""
        ...

    async def close(self) -> None: ...
