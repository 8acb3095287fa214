"""One model at work on one task: it is asked, its answers are held to a schema, what it used is counted."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from pydantic import BaseModel, Field

from flowforge_llm.core.models.catalog import Capability, ModelCard
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.usage_accounting import Caller, count_input
from flowforge_llm.core.tasks.errors import AnswerUnusable, ScoresUnavailable
from flowforge_llm.core.tasks.prompting.prompt import Prompt
from flowforge_llm.core.tasks.prompting.structured_output import SchemaMismatch, StructuredOutput
from flowforge_llm.core.tasks.reviewing.review import Review, ReviewReason, told
from servicekit import Context

_TRIES = 3
_LEAK = "it repeats its instructions or an example instead of working on the text"
_CERTAIN = -1e-6
_SIDE_BY_SIDE = 4
_PROMPT_TOKENS = 500  # of a task with its examples
T = TypeVar("T")


class TaskUsage(BaseModel):
    """What the task took of the model, every request of it added up."""

    requests: int = Field(description="How often the model was asked.")
    input_tokens: int = Field(description="Tokens of the input.")
    output_tokens: int = Field(description="Tokens that the model wrote.")


class TaskResult(BaseModel):
    model: str = Field(description="The model that answered.")
    usage: TaskUsage = Field(description="Tokens that this request used.")
    needs_review: bool = Field(description="Whether a person should check the result before it is used.")
    review_reasons: list[ReviewReason] = Field(description="Why; empty if no review is needed.")


class TextResult(TaskResult):
    result_language: str | None = Field(
        description="ISO 639 code of the language found in the result; null if it is too short to tell."
    )
    confidence: float | None = Field(
        description="Geometric mean of the probabilities that the model gave to the tokens of its answer, "
        "from 0 to 1; null if the engine does not tell them. Compare results of one model and task only."
    )


def no_fault(document: Any) -> str | None:  # noqa: ARG001 - nothing is looked for
    """Accept every document."""
    return None


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """An answer that fits its schema. It is not whole if the model ran out of tokens."""

    document: Any
    is_whole: bool
    confidence: float | None = None


class Assistant:
    def __init__(
        self, models: ModelService, caller: Caller, card: ModelCard, check: Callable[[], None]
    ) -> None:
        self.card = card
        self._models = models
        self._caller = caller
        self._check = check
        self._requests = self._input_tokens = self._output_tokens = 0
        self._answered_by = card.name

    @classmethod
    def of(cls, models: ModelService, context: Context, model: str | None, *needs: Capability) -> Self:
        """Select the model of that name. Raises UnknownModel, ModelNotAllowed or ModelCannot."""
        caller = Caller.of(context)
        card = models.choose(model, caller.consumer.tier, "chat", *needs)
        return cls(models, caller, card, context.check)

    @property
    def width(self) -> int:
        """Return how many requests to send at once: an embedded engine has one context for all of them."""
        return 1 if self.card.is_embedded else _SIDE_BY_SIDE

    def told(self, review: Review) -> dict[str, Any]:
        """Return the fields of every TaskResult."""
        return {**self.spent, **told(review)}

    def told_text(self, review: Review) -> dict[str, Any]:
        """Return the fields of every TextResult."""
        return {
            **self.told(review),
            "result_language": review.language,
            "confidence": None if review.confidence is None else round(review.confidence, 4),
        }

    @property
    def spent(self) -> dict[str, Any]:
        """Return the model that answered, and its usage."""
        usage = TaskUsage(
            requests=self._requests, input_tokens=self._input_tokens, output_tokens=self._output_tokens
        )
        return {"model": self._answered_by, "usage": usage}

    async def fill(
        self,
        prompt: Prompt,
        schema: dict[str, Any],
        max_tokens: int,
        *,
        is_grounded: bool = False,
        fault_of: Callable[[Any], str | None] = no_fault,
    ) -> TaskAnswer:
        """Return the model's answer in the shape of *schema*.

        The engine holds it to the schema where it can. Whatever comes is checked; what does not fit goes back
        to the model with the reason, a bounded number of times. An answer that repeats our instructions does
        not fit, unless it `is_grounded`: the task itself keeps nothing but words of the text. Nor does one in
        which *fault_of* finds a fault. Raises AnswerUnusable.
        """
        held = StructuredOutput(schema, is_by_engine="json_schema" in self.card.can)
        messages = held.instruct(prompt.messages())
        room = self._room(max_tokens)
        reason = ""
        for _ in range(_TRIES):
            body = {"messages": messages, "max_tokens": room, "temperature": 0, **held.format}
            body |= {"logprobs": True} if self._tells_probabilities else {}
            choice = (await self._ask(body))["choices"][0]
            content = choice["message"].get("content") or ""
            try:
                filled = held.read(content, was_cut=choice.get("finish_reason") == "length")
                fault = None if is_grounded or not prompt.leaks(content) else _LEAK
                fault = fault or fault_of(filled[0])
                if fault is None:
                    return TaskAnswer(*filled, _confidence(choice))
                reason = fault
            except SchemaMismatch as error:
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
        held = StructuredOutput({"const": text}, is_by_engine=True)
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
        engine = self._models.engines[self.card.name]
        sample = text[:20_000]
        tokens = await count_input(engine, {"prompt": sample})
        return max(int(len(sample) * room / max(tokens, 1) * 0.9), 200)

    @property
    def _tells_probabilities(self) -> bool:
        return "logprobs" in self.card.can and self.card.engine in ("llama", "vllm")

    def _room(self, wanted: int) -> int:
        """Return the output tokens to ask for: not more than the model and its context allow."""
        most = min(self.card.max_output_tokens or wanted, max(self.card.context_length // 2, 1))
        return min(wanted, most)

    async def _ask(self, body: dict[str, Any], *needs: Capability) -> dict[str, Any]:
        self._check()
        self._requests += 1
        model_request = ModelRequest(self.card, "/chat/completions", body, frozenset({"chat", *needs}))
        answer = await self._models.ask(model_request, self._caller)
        usage = answer.get("usage") or {}
        self._input_tokens += int(usage.get("prompt_tokens") or 0)
        self._output_tokens += int(usage.get("completion_tokens") or 0)
        self._answered_by = answer["model"]
        return answer


def _confidence(choice: dict[str, Any]) -> float | None:
    """Return the geometric mean of the tokens' probabilities; None if the engine does not tell any."""
    tokens = (choice.get("logprobs") or {}).get("content") or []
    return math.exp(sum(float(one["logprob"]) for one in tokens) / len(tokens)) if tokens else None


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
