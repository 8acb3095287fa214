"""Keep what consumers use, and hold them to what their tier allows.

One sheet per consumer and month lies in the durable store. Where the tier has a budget, what a request may
need at most is held there before it runs, so that requests side by side cannot overdraw it; what it used is
written when it ends, also when the caller left or the engine failed.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self, TypeVar
from uuid import uuid4

from flowforge_llm.core.errors import InputTokensExceeded, OutputTokensExceeded
from flowforge_llm.core.models.budget import Hold, Tally, UsageSheet, affordable_output
from flowforge_llm.core.models.catalog import Catalog, ModelCard, TierLimits
from flowforge_llm.core.models.metrics import TOKENS
from flowforge_llm.core.models.port import Chunk, Engine
from servicekit import Consumer, Context, OperationError, Store, StoreConflict, StoreUnavailable

_TRIES = 50
_HOLD_SECONDS = 1800.0
_BYTES_PER_TOKEN = 3  # of a text whose engine cannot count: on the careful side for most languages
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and where its sheet lies."""

    consumer: Consumer
    store: Store

    @classmethod
    def of(cls, context: Context) -> Self:
        return cls(context.consumer, context.store)


class Account:
    """What one request may use, and what it used."""

    def __init__(self, max_output_tokens: int | None) -> None:
        self.output_tokens = 0
        self.input_tokens = 0
        self.card: ModelCard | None = None
        self.hold = uuid4().hex
        self.is_reported = False
        self.asked: ModelCard | None = None
        self.held_output_tokens = 0
        self.max_output_tokens = max_output_tokens

    def capped(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the request with the number of tokens that it may make."""
        if self.max_output_tokens is None:
            return body
        return {**body, "max_tokens": self.max_output_tokens}

    def abandon(self) -> None:
        """The caller left in the middle. What was made unseen is taken to be all that was held for it.

        Otherwise a budget could be got round by never waiting for the answer.
        """
        if self.asked is not None and not self.is_reported and not self.output_tokens:
            self.card, self.output_tokens = self.asked, self.held_output_tokens

    def record(self, card: ModelCard, usage: Any) -> None:
        """Record the usage that the engine reports."""
        self.card = card
        if isinstance(usage, dict):
            self.is_reported = True
            self.input_tokens = int(usage.get("prompt_tokens") or 0)
            self.output_tokens = int(usage.get("completion_tokens") or 0)

    def saw(self, card: ModelCard, chunk: Chunk) -> None:
        """Record a chunk of a stream: engines send about one for each token, and the sum at the end."""
        if chunk.get("usage"):
            self.record(card, chunk["usage"])
            return
        self.card = card
        if not self.is_reported:
            self.output_tokens += len(chunk.get("choices", ()))


class UsageLedger:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @asynccontextmanager
    async def account(self, caller: Caller, engine: Engine, body: dict[str, Any]) -> AsyncIterator[Account]:
        """Open the account of one request. Raises BudgetSpent and what else the tier does not allow."""
        limits = self._catalog.limits(caller.consumer.tier)
        choices = int(body.get("n") or 1)
        cap = _output_cap(body, choices, limits, engine.card)
        account = Account(cap)
        try:
            if limits.max_input_tokens is not None or limits.has_budget:
                await self._admit(caller, engine, body, limits, account)
            yield account
        except asyncio.CancelledError:
            account.abandon()
            raise
        finally:
            await asyncio.shield(self._close(caller, engine, body, account))

    async def _admit(
        self, caller: Caller, engine: Engine, body: dict[str, Any], limits: TierLimits, account: Account
    ) -> None:
        """Reserve what the request may need at most, capped at what is left."""
        count = await count_input(engine, body)
        if limits.max_input_tokens is not None and count > limits.max_input_tokens:
            tier = caller.consumer.tier
            raise InputTokensExceeded(tier=tier, limit=limits.max_input_tokens, count=count)
        if not limits.has_budget:
            return
        choices = int(body.get("n") or 1)
        makes_output = "input" not in body
        room = max(engine.card.context_length - count, 1)
        wanted = (account.max_output_tokens or room) * choices if makes_output else 0
        is_asked = body.get("max_tokens") is not None

        def hold(sheet: UsageSheet, day: int) -> int:
            now = time.time()
            sheet.forget_lapsed(now)
            allowed = affordable_output(
                sheet.left(limits, day), engine.card, count, wanted, is_asked=is_asked
            )
            cost = engine.card.price.of(count, allowed)
            sheet.holds[account.hold] = Hold(count + allowed, cost, now + _HOLD_SECONDS)
            return allowed

        allowed = await asyncio.to_thread(_change, caller.store, hold)
        account.held_output_tokens = allowed
        if makes_output:
            account.max_output_tokens = max(allowed // choices, 1)

    async def _close(self, caller: Caller, engine: Engine, body: dict[str, Any], account: Account) -> None:
        card = account.card
        if card is not None and not account.is_reported:
            account.input_tokens = await count_input(engine, body)
        tally = Tally()
        if card is not None:
            cost = card.price.of(account.input_tokens, account.output_tokens)
            tally = Tally(1, account.input_tokens, account.output_tokens, cost)
            TOKENS.add(tally.input_tokens, model=card.name, direction="input")
            TOKENS.add(tally.output_tokens, model=card.name, direction="output")

        def settle(sheet: UsageSheet, day: int) -> None:
            sheet.holds.pop(account.hold, None)
            if card is not None:
                sheet.add(day, card.name, tally)

        try:
            await asyncio.to_thread(_change, caller.store, settle)
        except StoreUnavailable:
            return  # an operator who sets no store keeps no books; a tier with a budget was refused before


def read_sheet(store: Store, month: str) -> UsageSheet:
    """Return the sheet of a month, YYYY-MM."""
    kept = store.get(_key(month))
    return UsageSheet.read(kept.value if kept is not None else None)


async def count_input(engine: Engine, body: dict[str, Any]) -> int:
    """Count the tokens of a request, by the engine where it can; else by its bytes."""
    texts = _texts(body)
    try:
        wanted = {"messages": body["messages"]} if "messages" in body else {"prompt": "\n".join(texts)}
        return len(await engine.tokens(wanted))
    except OperationError:
        return sum(len(text.encode()) for text in texts) // _BYTES_PER_TOKEN + 1


def _texts(body: dict[str, Any]) -> list[str]:
    """Return every text that a request sends to the model."""
    if "messages" in body:
        return [str(message.get("content") or "") for message in body["messages"]]
    given = body.get("prompt", body.get("input", ""))
    return [str(one) for one in given] if isinstance(given, list) else [str(given)]


def _output_cap(body: dict[str, Any], choices: int, limits: TierLimits, card: ModelCard) -> int | None:
    """Return the most tokens for each choice, None where there is no limit. Raises OutputTokensExceeded."""
    bounds = [one for one in (limits.max_output_tokens, card.max_output_tokens) if one is not None]
    asked = body.get("max_tokens")
    usual = card.usual_output_tokens
    if not bounds:
        return asked or usual
    bound = min(bounds)
    if asked is not None and asked * choices > bound:
        raise OutputTokensExceeded(field="max_tokens", count=asked * choices, limit=bound)
    return asked or max(min(bound, usual or bound) // choices, 1)


def _change(store: Store, change: Callable[[UsageSheet, int], T]) -> T:
    """Apply *change* to this month's sheet, again if another request was faster."""
    today = datetime.now(UTC)
    key = _key(f"{today:%Y-%m}")
    for attempt in range(_TRIES):
        kept = store.get(key)
        sheet = UsageSheet.read(kept.value if kept is not None else None)
        result = change(sheet, today.day)
        try:
            store.put(key, sheet.write(), if_version=kept.version if kept is not None else 0)
        except StoreConflict:
            time.sleep(random.uniform(0, 0.002 * (attempt + 1)))  # noqa: S311 - spreads those that collide
            continue
        return result
    raise StoreConflict(key=key)


def _key(month: str) -> str:
    return f"usage/{month}"
