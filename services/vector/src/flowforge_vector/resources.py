"""What the service holds open: the store, the catalog and the models."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.answering import Answerer
from flowforge_vector.engines.catalog.folder import FolderCatalog
from flowforge_vector.engines.catalog.port import Catalog
from flowforge_vector.engines.edge.store import EmbeddedStore
from flowforge_vector.engines.endpoint import Endpoint
from flowforge_vector.engines.keywords import KeywordEncoder
from flowforge_vector.engines.models.cache import CachedModels
from flowforge_vector.engines.models.embedded import EmbeddedModels
from flowforge_vector.engines.models.port import EmbeddingModels
from flowforge_vector.engines.models.remote import RemoteModels
from flowforge_vector.engines.port import VectorStore
from flowforge_vector.engines.ranking import Reranker
from flowforge_vector.engines.recognition import Recognizer
from flowforge_vector.settings import VectorSettings
from servicekit import Resource

_GATEWAY_SECRET = "FLOWFORGE_GATEWAY_SECRET"  # noqa: S105 - the name of the kit's setting


@asynccontextmanager
async def _open(settings: VectorSettings) -> AsyncIterator[VectorService]:
    """Open everything. No engine is started before it is needed."""
    async with AsyncExitStack() as stack:
        folder = settings.data_dir
        if folder is None:
            temporary = tempfile.TemporaryDirectory(prefix="flowforge-vector-", ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(temporary))
        store, catalog = _qdrant(settings) if settings.qdrant_url else _embedded(settings, folder, stack)
        service = VectorService(
            store=store,
            catalog=catalog,
            models=CachedModels(_models(settings), settings.embedding_cache_bytes),
            keywords=KeywordEncoder(folder, idle_seconds=settings.idle_seconds),
            reranker=Reranker(_rerank_endpoint(settings), settings.rerank_model),
            answerer=Answerer(llm_endpoint(settings)),
            recognizer=Recognizer(_platform_endpoint(settings.ocr_url, settings.ocr_api_key)),
            settings=settings,
        )
        stack.push_async_callback(service.close)
        yield service


def _embedded(settings: VectorSettings, folder: Path, stack: AsyncExitStack) -> tuple[VectorStore, Catalog]:
    catalog = FolderCatalog(folder / "catalog")
    stack.callback(catalog.close)
    store = EmbeddedStore(
        folder / "collections",
        processes=settings.shard_processes,
        reserve_bytes=settings.min_free_bytes,
        optimize_from=settings.optimize_from_points,
        idle_seconds=settings.idle_seconds,
    )
    return store, catalog


def _qdrant(settings: VectorSettings) -> tuple[VectorStore, Catalog]:
    from qdrant_client import AsyncQdrantClient  # noqa: PLC0415 - 40 MB that the embedded store does not need

    from flowforge_vector.engines.catalog.qdrant import QdrantCatalog  # noqa: PLC0415 - likewise
    from flowforge_vector.engines.qdrant.store import Cluster, QdrantStore  # noqa: PLC0415 - likewise

    api_key = _plain(settings.qdrant_api_key)
    client = AsyncQdrantClient(
        url=settings.qdrant_url,
        api_key=api_key,
        prefer_grpc=settings.qdrant_grpc_port is not None,
        grpc_port=settings.qdrant_grpc_port or 6334,
        timeout=settings.qdrant_timeout_seconds,
        check_compatibility=False,
    )
    cluster = Cluster(
        settings.qdrant_url or "",
        api_key,
        settings.qdrant_shards,
        settings.qdrant_replicas,
        settings.qdrant_write_consistency,
    )
    return QdrantStore(client, cluster), QdrantCatalog(client, replicas=settings.qdrant_replicas)


def _models(settings: VectorSettings) -> EmbeddingModels:
    if settings.embeddings_url is not None:
        return RemoteModels(Endpoint(settings.embeddings_url, _plain(settings.embeddings_api_key)))
    if (endpoint := llm_endpoint(settings)) is not None:
        return RemoteModels(endpoint)
    return EmbeddedModels(threads=settings.embedding_threads, idle_seconds=settings.idle_seconds)


def _rerank_endpoint(settings: VectorSettings) -> Endpoint | None:
    if settings.rerank_url is not None:
        return Endpoint(settings.rerank_url, _plain(settings.rerank_api_key))
    return llm_endpoint(settings)


def llm_endpoint(settings: VectorSettings) -> Endpoint | None:
    """Return where the llm service is, if it is configured."""
    return _platform_endpoint(settings.llm_url, settings.llm_api_key)


def _platform_endpoint(url: str | None, api_key: SecretStr | None) -> Endpoint | None:
    return None if url is None else Endpoint(url, _plain(api_key), os.environ.get(_GATEWAY_SECRET))


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None else None


async def _state(opened: VectorService) -> dict[str, str]:
    return {"store": opened.store.kind, **await opened.store.ping(), **opened.models.state()}


vectors = Resource("vectors", _open, _state)
