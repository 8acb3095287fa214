"""Where every operation takes its requests to a model: access, budget, a turn, the engine, the bill.

A request is tried again, or at the fallback model, only before its first token has been passed on.
"""

import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from flowforge_llm.core.errors import (
    EngineFailed,
    EngineTimedOut,
    EngineUnavailable,
    ModelBusy,
    ModelCannot,
    ModelNotAllowed,
    UnknownModel,
)
from flowforge_llm.core.models.catalog import Capability, Catalog, ModelCard
from flowforge_llm.core.models.concurrency import ConcurrencyLimit
from flowforge_llm.core.models.metrics import FALLBACKS, FIRST_TOKEN, TOKEN_RATE
from flowforge_llm.core.models.port import Chunk, Engine
from flowforge_llm.core.models.similar_answers import SimilarAnswers
from flowforge_llm.core.models.usage_accounting import Account, Caller, UsageLedger
from servicekit import OperationError

Body = dict[str, Any]
_PASSING = (EngineUnavailable, EngineFailed, ModelBusy, EngineTimedOut)


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One request to a model: where on its engine, what, and what the model must be able to do."""

    card: ModelCard
    path: str
    body: Body
    needs: frozenset[Capability]


class ModelService:
    """All models of the service."""

    def __init__(
        self,
        catalog: Catalog,
        engines: Mapping[str, Engine],
        ledger: UsageLedger,
        similar: SimilarAnswers | None = None,
    ) -> None:
        self.catalog = catalog
        self.similar = similar
        self.engines = engines
        self._ledger = ledger
        self._gates = {name: ConcurrencyLimit(card) for name, card in catalog.models.items()}

    def choose(self, name: str | None, tier: str, *needs: Capability) -> ModelCard:
        """Return the model that *name* or an alias means, or the default for what is needed.

        Raises UnknownModel, ModelNotAllowed or ModelCannot, each with the models that would do.
        """
        default = self.catalog.default
        if "embeddings" in needs or "score" in needs:
            default = self.catalog.default_embeddings or default
        wanted = name or default
        card = self.catalog.models.get(self.catalog.aliases.get(wanted, wanted))
        if card is None:
            raise UnknownModel(model=wanted, offered=_names(self.offered(tier)))
        if not card.allows(tier):
            raise ModelNotAllowed(model=card.name, tier=tier, offered=_names(self.offered(tier)))
        self.require(card, tier, *needs)
        return card

    def require(self, card: ModelCard, tier: str, *needs: Capability) -> None:
        """Raise ModelCannot if *card* lacks one of the abilities."""
        for ability in needs:
            if ability not in card.can:
                able = [one for one in self.offered(tier) if ability in one.can]
                raise ModelCannot(model=card.name, ability=ability, offered=_names(able) or "none")

    def offered(self, tier: str) -> list[ModelCard]:
        return [card for card in self.catalog.models.values() if card.allows(tier)]

    async def ask(self, model_request: ModelRequest, caller: Caller) -> dict[str, Any]:
        """Return the engine's whole answer, under our name of the model that gave it."""
        async with self._ledger.account(
            caller, self.engines[model_request.card.name], model_request.body
        ) as account:
            for card, is_last in self._candidates(model_request, caller):
                try:
                    return await self._ask_one(card, model_request, caller, account)
                except _PASSING as error:
                    self._pass_on(model_request.card, card, error, is_last=is_last)
        raise EngineUnavailable(model=model_request.card.name)

    async def listen(self, model_request: ModelRequest, caller: Caller) -> AsyncGenerator[Chunk]:
        """Yield the chunks of a stream, the one with its usage included. Close it to stop the engine."""
        async with self._ledger.account(
            caller, self.engines[model_request.card.name], model_request.body
        ) as account:
            for card, is_last in self._candidates(model_request, caller):
                has_begun = False
                try:
                    async with aclosing(self._listen_to(card, model_request, caller, account)) as chunks:
                        async for chunk in chunks:
                            has_begun = True
                            yield chunk
                except _PASSING as error:
                    self._pass_on(model_request.card, card, error, is_last=is_last or has_begun)
                else:
                    return

    async def _ask_one(
        self, card: ModelCard, model_request: ModelRequest, caller: Caller, account: Account
    ) -> dict[str, Any]:
        async with self._gates[card.name].turn():
            began = time.monotonic()
            body = account.capped(model_request.body)
            account.asked = card
            answer: dict[str, Any] = await self.engines[card.name].ask(
                model_request.path, body, caller.consumer.id
            )
            account.record(card, answer.get("usage"))
            _measure_rate(card, account.output_tokens, began)
        answer["model"] = card.name
        return answer

    async def _listen_to(
        self, card: ModelCard, model_request: ModelRequest, caller: Caller, account: Account
    ) -> AsyncGenerator[Chunk]:
        async with self._gates[card.name].turn():
            began = time.monotonic()
            body = account.capped(model_request.body) | {"stream_options": {"include_usage": True}}
            first = True
            async with aclosing(
                self.engines[card.name].listen(model_request.path, body, caller.consumer.id)
            ) as chunks:
                async for chunk in chunks:
                    if first and _says_something(chunk):
                        FIRST_TOKEN.observe(time.monotonic() - began, model=card.name)
                        first = False
                    account.saw(card, chunk)
                    chunk["model"] = card.name
                    yield chunk
            _measure_rate(card, account.output_tokens, began)

    def _candidates(self, model_request: ModelRequest, caller: Caller) -> Iterator[tuple[ModelCard, bool]]:
        """Yield the model, and those that stand in for it and can do the same; whether it is the last."""
        found = [model_request.card]
        card = model_request.card
        while card.fallback is not None:
            card = self.catalog.models[card.fallback]
            if card.allows(caller.consumer.tier) and model_request.needs <= card.can:
                found.append(card)
        for number, candidate in enumerate(found, 1):
            yield candidate, number == len(found)

    def _pass_on(self, wanted: ModelCard, card: ModelCard, error: OperationError, *, is_last: bool) -> None:
        if is_last:
            raise error
        FALLBACKS.add(model=wanted.name, by=card.fallback or "")


def _says_something(chunk: Chunk) -> bool:
    for choice in chunk.get("choices", ()):
        delta = choice.get("delta", choice)
        if delta.get("content") or delta.get("text") or delta.get("tool_calls"):
            return True
    return False


def _measure_rate(card: ModelCard, tokens: int, began: float) -> None:
    seconds = time.monotonic() - began
    if tokens and seconds > 0:
        TOKEN_RATE.observe(tokens / seconds, model=card.name)


def _names(cards: list[ModelCard]) -> str:
    return ", ".join(card.name for card in cards)
