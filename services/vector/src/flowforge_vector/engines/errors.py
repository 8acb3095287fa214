"""Failures of stores and models that callers see."""

from servicekit import InsufficientStorage, InvalidInput, NotFound, NotInstalled, Unavailable, UpstreamFailed


class StoreAway(Unavailable):
    code = "VECTOR_STORE_UNAVAILABLE"
    message = "The vector store does not answer at present: try again shortly."


class StoreTooOld(Unavailable):
    code = "VECTOR_STORE_TOO_OLD"
    message = "The server of the vector store has version {version}; {least} or later is needed."
    retryable = False


class StoreFull(InsufficientStorage):
    code = "VECTOR_STORE_FULL"
    message = (
        "The vector store has {free} bytes of free space and keeps {reserve} in reserve: nothing was written."
    )


class CollectionInUse(Unavailable):
    code = "COLLECTION_OPEN_ELSEWHERE"
    message = "Another process has this collection open: two services must not share one data folder."


class StoreRefused(InvalidInput):
    code = "VECTOR_STORE_REFUSED"
    message = "The vector store cannot run this request. Its reason is logged under the id of this request."


class CollectionMissing(NotFound):
    code = "COLLECTION_GONE"
    message = "The collection was deleted while the request ran."


class SnapshotUnknown(NotFound):
    code = "SNAPSHOT_UNKNOWN"
    message = "There is no snapshot '{name}' of this collection."


class ModelUnknown(InvalidInput):
    code = "EMBEDDING_MODEL_UNKNOWN"
    message = "'model' is '{model}', which is not an embedding model here. Known are {known}."


class EmbeddingAway(Unavailable):
    code = "EMBEDDING_MODEL_UNAVAILABLE"
    message = "The embedding model '{model}' cannot be used at present: try again shortly."


class EmbeddingRejected(UpstreamFailed):
    code = "EMBEDDING_FAILED"
    message = "The embedding model '{model}' failed: {reason}."


class RerankerMissing(NotInstalled):
    code = "RERANKER_NOT_CONFIGURED"
    message = "No reranking model is configured: set FLOWFORGE_VECTOR_RERANK_URL."


class RerankerAway(Unavailable):
    code = "RERANKER_UNAVAILABLE"
    message = "The reranking model does not answer at present: try again shortly."


class RerankerFailed(UpstreamFailed):
    code = "RERANKER_FAILED"
    message = "The reranking model gave no usable answer."


STORE_ERRORS = (StoreAway, CollectionInUse, CollectionMissing, StoreRefused)
WRITE_ERRORS = (*STORE_ERRORS, StoreFull)
EMBEDDING_ERRORS = (ModelUnknown, EmbeddingAway, EmbeddingRejected)
RERANK_ERRORS = (RerankerMissing, RerankerAway, RerankerFailed)
