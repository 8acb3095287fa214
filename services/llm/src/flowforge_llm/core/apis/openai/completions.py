"""Text completions, OpenAI's older way: the request and the answer."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from flowforge_llm.core.apis.openai.chat import Answer, TokenUsage
from flowforge_llm.core.apis.openai.leniency import HINTS
from flowforge_llm.core.apis.openai.sampling import SamplingRequest

MAX_PROMPTS = 64
USUAL_TOKENS = 16
Tokens = Annotated[list[Annotated[int, Field(ge=0, lt=2**31)]], Field(min_length=1)]
Prompt = str | Tokens
_OURS = {"model", "prompt", "stream", "stream_options", "cache", "echo", "suffix", "best_of", *HINTS}


class CompletionRequest(SamplingRequest):
    prompt: Prompt | Annotated[list[str] | list[Tokens], Field(min_length=1)] = Field(
        description=f"A text, its tokens, or a list of either, {MAX_PROMPTS} at most."
    )
    max_tokens: Annotated[int, Field(ge=1)] = Field(USUAL_TOKENS, description="Of each answer.")
    logprobs: Annotated[int, Field(ge=0, le=5)] | None = Field(None, description="How many alternatives.")
    echo: bool | None = Field(None, description="Return the prompt before the completion.")
    best_of: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Must equal `n`: every generated answer is returned."
    )
    suffix: str | None = Field(None, description="EngineErrorResponse: no engine here fills in the middle.")

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if self.stream_options is not None and not self.stream:
            raise ValueError("'stream_options' needs 'stream': true")
        if self.best_of not in (None, self.n or 1):
            raise ValueError("'best_of' is as many as 'n' at most: no answer is made to be thrown away")
        if self.prompt in ("", [""]):
            raise ValueError("'prompt' is empty")
        if len(self.prompts) > MAX_PROMPTS:
            raise ValueError(f"'prompt' has {len(self.prompts)} texts; {MAX_PROMPTS} are taken at most")
        return self

    @property
    def prompts(self) -> list[Prompt]:
        if isinstance(self.prompt, str) or isinstance(self.prompt[0], int):
            return [self.prompt]
        return list(self.prompt)

    def texts(self) -> Iterator[str]:
        yield from (prompt for prompt in self.prompts if isinstance(prompt, str))

    def body(self) -> dict[str, Any]:
        """Return what the engine gets besides the prompt."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=_OURS)


class CompletionChoice(Answer):
    index: int = Field(description="Number of the choice, from 0.")
    text: str = Field(description="Continuation of the prompt.")
    finish_reason: str | None = Field(
        description=(
            "Why the text ends: `stop`, `length` at the token limit, or `tool_calls`; null while it goes on."
        )
    )
    logprobs: dict[str, Any] | None = Field(
        description="Log probabilities of the tokens; null unless requested."
    )


class Completion(Answer):
    id: str = Field(description="Identifier of this completion.")
    object: Literal["text_completion"]
    created: int = Field(description="When it was created, in seconds since 1970.")
    model: str = Field(description="Name of the model that answered.")
    choices: list[CompletionChoice] = Field(description="The continuations, as many as `n` for each prompt.")
    usage: TokenUsage | None = Field(description="Tokens that this request used.")
