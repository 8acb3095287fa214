"""What the service holds open: every model behind one service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.similar_answers import SimilarAnswers
from flowforge_llm.core.models.usage_accounting import UsageLedger
from flowforge_llm.engines.factory import open_engines
from flowforge_llm.engines.http import tracing
from flowforge_llm.settings import LlmSettings
from servicekit import Resource, Unavailable

_KEEP_ALIVE_SECONDS = 4  # uvicorn, under vLLM, closes an idle connection after 5


class EnginesAway(Unavailable):
    """Some engines do not work; the message tells the state of each."""

    code = "ENGINES_AWAY"
    message = "Some models cannot be used."


@asynccontextmanager
async def _open(settings: LlmSettings) -> AsyncIterator[ModelService]:
    """Open the model service. No engine is started before its model is asked for."""
    catalog = settings.catalog
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=settings.connect_seconds, sock_read=settings.stall_seconds
    )
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEP_ALIVE_SECONDS)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, trust_env=False, trace_configs=[tracing()]
    ) as session:
        engines = open_engines(catalog, settings, session)
        try:
            yield ModelService(catalog, engines, UsageLedger(catalog), _similar(settings))
        finally:
            for engine in engines.values():
                await engine.close()


def _similar(settings: LlmSettings) -> SimilarAnswers | None:
    similarity = settings.semantic_cache_similarity
    return SimilarAnswers(similarity) if similarity is not None else None


async def _states(opened: ModelService) -> dict[str, str]:
    states = await asyncio.gather(*(engine.probe() for engine in opened.engines.values()))
    found = dict(zip(opened.engines, states, strict=True))
    if set(found.values()) & {"failed", "unreachable"}:
        raise EnginesAway("; ".join(f"{name}: {state}" for name, state in found.items()))
    return {**found}


models = Resource("models", _open, _states)
