"""Vectors of texts that were embedded before, in memory, by the hash of the text."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from flowforge_embeddings import InputType
from flowforge_vector.engines.models.port import EmbeddingModels, Matrix
from servicekit import Consumer


class CachedModels:
    """Asks the models only for what is not in the cache. NUL is replaced: engines stop reading there."""

    def __init__(self, models: EmbeddingModels, max_bytes: int) -> None:
        self._models = models
        self._max_bytes = max_bytes
        self._rows: OrderedDict[bytes, Matrix] = OrderedDict()
        self._bytes = 0

    async def embed(
        self, model: str, texts: Sequence[str], input_type: InputType, consumer: Consumer
    ) -> Matrix:
        cleaned = [text.replace("\0", " ") for text in texts]
        keys = [_key(model, input_type, text) for text in cleaned]
        found = {key: self._rows[key] for key in keys if key in self._rows}
        missing = {key: text for key, text in zip(keys, cleaned, strict=True) if key not in found}
        if missing:
            rows = await self._models.embed(model, list(missing.values()), input_type, consumer)
            for key, row in zip(missing, rows, strict=True):
                found[key] = row
                self._keep(key, row)
        for key in keys:
            if key in self._rows:
                self._rows.move_to_end(key)
        return np.stack([found[key] for key in keys])

    def _keep(self, key: bytes, row: Matrix) -> None:
        self._rows[key] = row.copy()
        self._bytes += row.nbytes
        while self._bytes > self._max_bytes and self._rows:
            self._bytes -= self._rows.popitem(last=False)[1].nbytes

    def state(self) -> dict[str, str]:
        return self._models.state()

    async def close(self) -> None:
        await self._models.close()


def _key(model: str, input_type: InputType, text: str) -> bytes:
    return hashlib.sha256(f"{model}\0{input_type}\0{text}".encode("utf-8", "surrogatepass")).digest()
