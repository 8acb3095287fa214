"""Open an engine for every model of a catalog."""

from collections.abc import Callable, Mapping

import aiohttp

from flowforge_llm.core.catalog import Catalog, EngineKind, ModelCard
from flowforge_llm.engines.child import ChildServer
from flowforge_llm.engines.client import EngineClient
from flowforge_llm.engines.llama import LlamaFlavour
from flowforge_llm.engines.openai import OpenAIFlavour
from flowforge_llm.engines.port import Flavour, Server
from flowforge_llm.engines.remote import RemoteServer
from flowforge_llm.engines.vllm import VllmFlavour
from flowforge_llm.settings import LlmSettings

_FLAVOURS: Mapping[EngineKind, Callable[[ModelCard], Flavour]] = {
    "llama": lambda _: LlamaFlavour(),
    "minilm": lambda _: LlamaFlavour(),
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
    arguments = ["--context", str(card.context_length), "--parallel", str(card.concurrency)]
    arguments += ["--threads", str(settings.threads)]
    if card.weights is not None:
        arguments += ["--weights", str(card.weights)]
    return ChildServer(
        card.name,
        f"flowforge_llm.engines.{card.engine}_server",
        arguments,
        start_seconds=settings.start_seconds,
        idle_seconds=settings.idle_seconds,
    )
