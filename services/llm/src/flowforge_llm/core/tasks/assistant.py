"""One model at work on one task: it is asked, its answers are held to a schema, what it used is counted."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from pydantic import BaseModel, Field

from flowforge_llm.core.catalog import Capability, ModelCard
from flowforge_llm.core.desk import Desk, Inquiry
from flowforge_llm.core.ledger import Caller, count_input
from flowforge_llm.core.tasks.faults import AnswerUnusable, ScoresUnavailable
from flowforge_llm.core.tasks.held import Held, Unfit
from flowforge_llm.core.tasks.prompt import Prompt
from servicekit import Context

_TRIES = 3
_CERTAIN = -1e-6
_SIDE_BY_SIDE = 4
_PROMPT_TOKENS = 500  # of a task with its examples
T = TypeVar("T")


class TaskUsage(BaseModel):
    """What the task took of the model, every request of it added up."""

    requests: int
    input_tokens: int
    output_tokens: int


class TaskResult(BaseModel):
    model: str = Field(description="The model that answered.")
    usage: TaskUsage


@dataclass(frozen=True, slots=True)
class Filled:
    """An answer that fits its schema. It is not whole if the model ran out of tokens."""

    document: Any
    is_whole: bool


class Assistant:
    def __init__(self, desk: Desk, caller: Caller, card: ModelCard, check: Callable[[], None]) -> None:
        self.card = card
        self._desk = desk
        self._caller = caller
        self._check = check
        self._requests = self._input_tokens = self._output_tokens = 0
        self._answered_by = card.name

    @classmethod
    def of(cls, desk: Desk, context: Context, model: str | None, *needs: Capability) -> Self:
        """Take the model of that name to work. Raises UnknownModel, ModelNotAllowed or ModelCannot."""
        caller = Caller.of(context)
        card = desk.choose(model, caller.consumer.tier, "chat", *needs)
        return cls(desk, caller, card, context.check)

    @property
    def width(self) -> int:
        """Return how many requests to send at once: an embedded engine has one context for all of them."""
        return 1 if self.card.is_embedded else _SIDE_BY_SIDE

    @property
    def told(self) -> dict[str, Any]:
        """Return the fields of every TaskResult."""
        usage = TaskUsage(
            requests=self._requests, input_tokens=self._input_tokens, output_tokens=self._output_tokens
        )
        return {"model": self._answered_by, "usage": usage}

    async def fill(
        self, prompt: Prompt, schema: dict[str, Any], max_tokens: int, *, is_grounded: bool = False
    ) -> Filled:
        """Return the model's answer in the shape of *schema*.

        The engine holds it to the schema where it can. Whatever comes is checked; what does not fit goes back
        to the model with the reason, a bounded number of times. An answer that repeats our instructions does
        not fit, unless it `is_grounded`: the task itself keeps nothing but words of the text. Raises
        AnswerUnusable.
        """
        held = Held(schema, is_by_engine="json_schema" in self.card.can)
        messages = held.instruct(prompt.messages())
        room = self._room(max_tokens)
        reason = ""
        for _ in range(_TRIES):
            body = {"messages": messages, "max_tokens": room, "temperature": 0, **held.format}
            choice = (await self._ask(body))["choices"][0]
            content = choice["message"].get("content") or ""
            try:
                filled = held.read(content, was_cut=choice.get("finish_reason") == "length")
                if is_grounded or not prompt.leaks(content):
                    return Filled(*filled)
                reason = "it repeats its instructions or an example instead of working on the text"
            except Unfit as error:
                reason = str(error)
            messages = [
                *held.instruct(prompt.messages()),
                {"role": "assistant", "content": content[:2000]},
                {"role": "user", "content": f"That was wrong: {reason}. Answer again, with JSON alone."},
            ]
            room = self._room(room * 2)
        raise AnswerUnusable(model=self.card.name, tries=_TRIES, reason=reason)

    async def weigh(self, prompt: Prompt, text: str) -> float:
        """Return the log-probability that the model answers *prompt* with *text* and nothing else.

        The engine is held to that very answer, and tells what it would have thought of each of its tokens.
        Raises ScoresUnavailable if it tells only that what must be is certain.
        """
        held = Held({"const": text}, is_by_engine=True)
        body = {"messages": prompt.messages(), "temperature": 0, "logprobs": True, "top_logprobs": 1}
        body |= {"max_tokens": self._room(8 + len(text.encode())), **held.format}
        choice = (await self._ask(body, "logprobs", "json_schema"))["choices"][0]
        tokens = (choice.get("logprobs") or {}).get("content") or []
        total, seen, wanted = 0.0, "", json.dumps(text, ensure_ascii=False)
        for token in tokens:
            total += float(token["logprob"])
            seen += token["token"]
            if len(seen.strip()) >= len(wanted):
                break
        if not tokens or total > _CERTAIN:
            raise ScoresUnavailable(model=self.card.name)
        return total

    async def chunk_characters(self, text: str, output_tokens: int) -> int:
        """Return how many characters of *text* go well into one request beside *output_tokens*."""
        free = self.card.context_length - output_tokens - _PROMPT_TOKENS
        room = min(max(free * 4 // 5, 100), 3000)
        if len(text.encode()) < room:
            return len(text)
        engine = self._desk.engines[self.card.name]
        sample = text[:20_000]
        tokens = await count_input(engine, {"prompt": sample})
        return max(int(len(sample) * room / max(tokens, 1) * 0.9), 200)

    def _room(self, wanted: int) -> int:
        """Return the output tokens to ask for: not more than the model and its context allow."""
        most = min(self.card.max_output_tokens or wanted, max(self.card.context_length // 2, 1))
        return min(wanted, most)

    async def _ask(self, body: dict[str, Any], *needs: Capability) -> dict[str, Any]:
        self._check()
        self._requests += 1
        inquiry = Inquiry(self.card, "/chat/completions", body, frozenset({"chat", *needs}))
        answer = await self._desk.ask(inquiry, self._caller)
        usage = answer.get("usage") or {}
        self._input_tokens += int(usage.get("prompt_tokens") or 0)
        self._output_tokens += int(usage.get("completion_tokens") or 0)
        self._answered_by = answer["model"]
        return answer


async def side_by_side(jobs: Sequence[Callable[[], Awaitable[T]]], width: int) -> list[T]:
    """Run *jobs*, *width* at a time, and return their results in order; the first failure ends the others."""
    turns = asyncio.Semaphore(width)

    async def run(job: Callable[[], Awaitable[T]]) -> T:
        async with turns:
            return await job()

    tasks = [asyncio.ensure_future(run(job)) for job in jobs]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
