"""What chat and text completions have in common: how tokens are drawn, and when to stop."""

import time
from typing import Annotated, Any, TypeVar
from uuid import uuid4

from pydantic import Field, field_validator

from flowforge_llm.core.apis.openai.leniency import ClientRequest
from flowforge_llm.core.apis.openai.messages import StreamOptions

MAX_STOPS = 16
MAX_CHOICES = 16
StopText = Annotated[str, Field(min_length=1, max_length=500)]
TokenNumber = Annotated[str, Field(pattern=r"^\d{1,9}$")]


AnswerT = TypeVar("AnswerT", bound=Any)


class SamplingRequest(ClientRequest):
    """Fields with OpenAI's meaning; `top_k`, `min_p` and `repetition_penalty` with vLLM's."""

    model: str | None = Field(None, description="Name of a model (GET /models); the default if left out.")
    temperature: Annotated[float, Field(ge=0, le=2)] | None = Field(
        default=None, description="Randomness of the choice of tokens: 0 takes the likeliest."
    )
    top_p: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="Only the likeliest tokens with this total probability are drawn."
    )
    top_k: Annotated[int, Field(ge=-1)] | None = Field(
        default=None, description="Only this many of the likeliest tokens are drawn."
    )
    min_p: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None,
        description="Only tokens with at least this share of the likeliest one's probability are drawn.",
    )
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | None = Field(
        default=None, description="Positive values make a token less likely the more often it occurred."
    )
    presence_penalty: Annotated[float, Field(ge=-2, le=2)] | None = Field(
        default=None, description="Positive values make a token less likely once it occurred."
    )
    repetition_penalty: Annotated[float, Field(gt=0, le=2)] | None = Field(
        default=None, description="Values above 1 make tokens of the prompt and the answer less likely."
    )
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)] | None = Field(
        default=None, description="The same seed gives the same answer, as far as the engine can."
    )
    stop: StopText | list[StopText] | None = Field(
        None, description=f"Texts that end the answer, at most {MAX_STOPS}."
    )
    n: Annotated[int, Field(ge=1, le=MAX_CHOICES)] | None = Field(None, description="How many answers.")
    logit_bias: dict[TokenNumber, Annotated[float, Field(ge=-100, le=100)]] | None = Field(
        default=None, description="Numbers from -100 to 100 added to the scores of tokens, by token id."
    )
    stream: bool | None = Field(
        default=None, description="Whether the answer comes as server-sent events while it is written."
    )
    stream_options: StreamOptions | None = Field(
        default=None, description="Options of the stream; only with `stream`."
    )
    cache: bool = Field(
        default=False,
        description="Answer a repeated request from the cache: with temperature 0 or a seed, not streamed.",
    )

    @property
    def reads_urls(self) -> bool:
        """Whether something is downloaded for this request."""
        return False

    @field_validator("stop")
    @classmethod
    def _are_few(cls, stop: str | list[str] | None) -> str | list[str] | None:
        if isinstance(stop, list) and len(stop) > MAX_STOPS:
            raise ValueError(f"has {len(stop)} texts; {MAX_STOPS} are taken at most")
        return stop


def with_new_identity(answer: AnswerT) -> AnswerT:
    """Return a cached answer under an id and a date of its own."""
    prefix = answer.id.partition("-")[0]
    renewed: AnswerT = answer.model_copy(
        update={"id": f"{prefix}-{uuid4().hex}", "created": int(time.time())}
    )
    return renewed


def is_repeatable(request: SamplingRequest) -> bool:
    """Return whether the same request gets the same answer, and the caller wants it from the cache.

    A URL may have another picture tomorrow.
    """
    if request.reads_urls or request.stream:
        return False
    return request.cache and (request.temperature == 0 or request.seed is not None)
