"""Text embeddings from small models that ship as packages, each in a child process of its own.

`Embedder` is the whole interface for most callers. `ChildServer` and `ChildPool` run any HTTP server as a
child process. Nothing here imports a model: that happens in the child.
"""

from flowforge_embeddings.children import ChildObserver, ChildServer, ChildState, ChildUnavailable
from flowforge_embeddings.embedder import Embedder, EmbeddingFailed, TextTooLong, Vectors
from flowforge_embeddings.models import MODELS, EmbeddingModel, InputType, LongTexts, UnknownModel, find_model
from flowforge_embeddings.pool import ChildPool
from flowforge_embeddings.starting import open_pool
from flowforge_embeddings.weights import WeightsMissing, packaged_file, report_missing_weights

__all__ = [
    "MODELS",
    "ChildObserver",
    "ChildPool",
    "ChildServer",
    "ChildState",
    "ChildUnavailable",
    "Embedder",
    "EmbeddingFailed",
    "EmbeddingModel",
    "InputType",
    "LongTexts",
    "TextTooLong",
    "UnknownModel",
    "Vectors",
    "WeightsMissing",
    "find_model",
    "open_pool",
    "packaged_file",
    "report_missing_weights",
]
