"""The models that ship as packages, in child processes of this service."""

from collections.abc import Sequence

from flowforge_embeddings import MODELS, ChildUnavailable, Embedder, EmbeddingFailed, InputType
from flowforge_vector.engines.errors import EmbeddingAway, EmbeddingRejected, ModelUnknown
from flowforge_vector.engines.models.port import Matrix
from servicekit import Consumer


class EmbeddedModels:
    """Each model is started by the first text that it embeds, and stopped when it is idle."""

    def __init__(self, *, threads: int, idle_seconds: float) -> None:
        self._embedders = {
            name: Embedder(name, threads=threads, idle_seconds=idle_seconds) for name in MODELS
        }

    async def embed(
        self,
        model: str,
        texts: Sequence[str],
        input_type: InputType,
        consumer: Consumer,  # noqa: ARG002 - the port's
    ) -> Matrix:
        embedder = self._embedders.get(model)
        if embedder is None:
            raise ModelUnknown(model=model, known=", ".join(MODELS))
        try:
            return await embedder.embed(texts, input_type, long_texts="average")
        except ChildUnavailable as error:
            raise EmbeddingAway(model=model) from error
        except EmbeddingFailed as error:
            raise EmbeddingRejected(model=model, reason="it did not answer") from error

    def state(self) -> dict[str, str]:
        return {name: embedder.state for name, embedder in self._embedders.items()}

    async def close(self) -> None:
        for embedder in self._embedders.values():
            await embedder.close()
