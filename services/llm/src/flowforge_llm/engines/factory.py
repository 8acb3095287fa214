"""Open an engine for every model of a catalog."""

from collections.abc import Callable, Mapping

import aiohttp

from flowforge_embeddings import ChildPool, ChildServer, find_model, open_pool
from flowforge_llm.core.models.catalog import EMBEDDING_ENGINES, Catalog, EngineKind, ModelCard
from flowforge_llm.engines.child import ChildMetrics, EmbeddedServer
from flowforge_llm.engines.client import EngineClient
from flowforge_llm.engines.llama import E5Flavour, LlamaFlavour
from flowforge_llm.engines.openai import OpenAIFlavour
from flowforge_llm.engines.port import Flavour, Server
from flowforge_llm.engines.remote import RemoteServer
from flowforge_llm.engines.vllm import VllmFlavour
from flowforge_llm.settings import LlmSettings

_FLAVOURS: Mapping[EngineKind, Callable[[ModelCard], Flavour]] = {
    "llama": lambda _: LlamaFlavour(),
    "minilm": lambda _: LlamaFlavour(),
    "e5": lambda _: E5Flavour(),
    "vllm": lambda _: VllmFlavour(),
    "openai": lambda card: OpenAIFlavour(card.url),
}


def open_engines(
    catalog: Catalog, settings: LlmSettings, session: aiohttp.ClientSession
) -> dict[str, EngineClient]:
    """Return a client for every model by name. Nothing is started yet."""
    return {
        name: EngineClient(
            card,
            _server(card, settings, session),
            _FLAVOURS[card.engine](card),
            session,
            settings.stall_seconds,
        )
        for name, card in catalog.models.items()
    }


def _server(card: ModelCard, settings: LlmSettings, session: aiohttp.ClientSession) -> Server:
    if card.url is not None:
        base = card.url.rstrip("/")
        health = f"{base}/models" if card.engine == "openai" else f"{base.removesuffix('/v1')}/health"
        return RemoteServer(base, health, session)
    return EmbeddedServer(card.name, _children(card, settings))


def _children(card: ModelCard, settings: LlmSettings) -> ChildServer | ChildPool:
    if (model := EMBEDDING_ENGINES.get(card.engine)) is not None:
        return open_pool(
            find_model(model),
            threads=settings.threads,
            start_seconds=settings.start_seconds,
            idle_seconds=settings.idle_seconds,
            observer=ChildMetrics(),
        )
    arguments = ["--context", str(card.context_length), "--parallel", str(card.concurrency)]
    arguments += ["--threads", str(settings.threads)]
    if card.weights is not None:
        arguments += ["--weights", str(card.weights)]
    return ChildServer(
        card.name,
        "flowforge_llm.engines.llama_server",
        arguments,
        start_seconds=settings.start_seconds,
        idle_seconds=settings.idle_seconds,
        observer=ChildMetrics(),
    )
