"""Embed texts as vectors, as OpenAI's embeddings do: POST /api/v1/llm/embeddings.

Texts or tokens, one or many. `encoding_format` base64 returns 32-bit little-endian floats and is cheaper for
large lists. `dimensions` is for engines whose models were trained to be cut; the embedded models were not,
and refuse other numbers than their own. `all-minilm-l6-v2` reads English, `multilingual-e5-small` about 100
languages: give it `input_type`.
"""

import base64
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BaseModel, Field, model_validator

from flowforge_embeddings import InputType, LongTexts
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.leniency import ClientRequest
from flowforge_llm.core.errors import GENERATION_ERRORS, blaming
from flowforge_llm.core.models.catalog import EMBEDDING_ENGINES, ModelCard
from flowforge_llm.core.models.length_check import check_extent
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.usage_accounting import Caller
from servicekit import Cache, Context, InvalidInput, operation

MAX_INPUTS = 2048
EMBEDDED_DIMENSIONS = 384
Text = Annotated[str, Field(min_length=1)]
Tokens = Annotated[list[Annotated[int, Field(ge=0, lt=2**31)]], Field(min_length=1)]
Inputs = Annotated[list[Text] | list[Tokens], Field(min_length=1)]


class UnsuitableDimensions(InvalidInput):
    code = "DIMENSIONS_UNSUITABLE"
    message = "'dimensions' is {asked}: '{model}' gives {own}, and was not trained to be cut to fewer."


class InputTypeUnsupported(InvalidInput):
    code = "INPUT_TYPE_UNSUPPORTED"
    message = "'input_type' is for embedded models, and '{model}' is not one: leave it out."


class EmbeddingsRequest(ClientRequest):
    input: Text | Tokens | Inputs = Field(
        description=f"A text, its tokens, or a list of either, at most {MAX_INPUTS}."
    )
    model: str | None = Field(None, description="Name of a model; the default for embeddings if left out.")
    encoding_format: Literal["float", "base64"] = Field(
        default="float", description="`base64` returns 32-bit floats, which takes less space than numbers."
    )
    dimensions: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Length of the vectors, for models that can shorten them."
    )
    input_type: InputType | None = Field(
        None,
        description="What `multilingual-e5-small` embeds: a `query` that is searched for, or a `document` "
        "that is found. `query` if left out: use it on both sides to compare texts of one kind.",
    )
    long_texts: LongTexts = Field(
        "refuse",
        description="What embedded models do with a text that is longer than they read: `refuse` it, or "
        "embed it in windows and return their `average`.",
    )
    cache: bool = Field(default=False, description="Answer a repeated request from the cache.")

    @model_validator(mode="after")
    def _is_no_flood(self) -> Self:
        if len(self.inputs) > MAX_INPUTS:
            raise ValueError(f"'input' has {len(self.inputs)} texts; {MAX_INPUTS} are taken at most")
        return self

    @property
    def inputs(self) -> list[str] | list[list[int]]:
        if isinstance(self.input, str):
            return [self.input]
        return [self.input] if isinstance(self.input[0], int) else self.input


class EmbeddingsUsage(BaseModel):
    prompt_tokens: int = Field(description="Tokens of the input.")
    total_tokens: int = Field(description="Input and output tokens together.")


class EmbeddedText(BaseModel):
    object: Literal["embedding"]
    index: int = Field(description="Position of the text in the request, from 0.")
    embedding: list[float] | str = Field(description="The vector: numbers, or 32-bit floats in base64.")


class Embeddings(BaseModel):
    object: Literal["list"]
    data: list[EmbeddedText] = Field(description="One vector for each text.")
    model: str = Field(description="Name of the model that answered.")
    usage: EmbeddingsUsage = Field(description="Tokens that this request used.")


def wants_cache(request: EmbeddingsRequest) -> bool:
    return request.cache


@operation(
    "/embeddings",
    example={"input": "The food was delicious."},
    errors=[*GENERATION_ERRORS, UnsuitableDimensions, InputTypeUnsupported],
    cache=Cache(hours=24, max_bytes=8 << 20, when=wants_cache),
    dialect=OPENAI,
)
async def embed_texts(request: EmbeddingsRequest, context: Context, models: ModelService) -> Embeddings:
    caller = Caller.of(context)
    card = models.choose(request.model, caller.consumer.tier, "embeddings")
    with blaming("input"):
        body = await _body(request, models, card)
        document = await models.ask(
            ModelRequest(card, "/embeddings", body, frozenset({"embeddings"})), caller
        )
    data = [_shaped(one, request.encoding_format) for one in document["data"]]
    usage = EmbeddingsUsage.model_validate(document["usage"])
    return Embeddings.model_construct(object="list", data=data, model=document["model"], usage=usage)


async def _body(request: EmbeddingsRequest, models: ModelService, card: ModelCard) -> dict[str, Any]:
    """Return what the engine gets: base64 where it is ours or vLLM, which is the cheapest to relay."""
    inputs: list[Any] = list(request.inputs)
    for one in inputs:
        if isinstance(one, str) and request.long_texts == "refuse":
            check_extent([one], card)
    body: dict[str, Any] = {
        "encoding_format": request.encoding_format if card.engine == "openai" else "base64"
    }
    if card.engine in EMBEDDING_ENGINES:
        engine = models.engines[card.name]
        inputs = [one if isinstance(one, str) else await engine.text(one) for one in inputs]
        if request.dimensions not in (None, EMBEDDED_DIMENSIONS):
            asked = request.dimensions
            raise UnsuitableDimensions(asked=asked, model=card.name, own=EMBEDDED_DIMENSIONS)
        body |= {"input_type": request.input_type or "query", "long_texts": request.long_texts}
    elif request.input_type is not None:
        raise InputTypeUnsupported(model=card.name)
    elif request.dimensions is not None:
        body["dimensions"] = request.dimensions
    return {**body, "input": inputs}


def _shaped(one: dict[str, Any], encoding: str) -> EmbeddedText:
    """Return a vector as it was asked for. It is not checked number by number: it is our engines' own."""
    vector = one["embedding"]
    if encoding == "base64" and not isinstance(vector, str):
        vector = base64.b64encode(np.asarray(vector, "<f4").tobytes()).decode()
    elif encoding == "float" and isinstance(vector, str):
        vector = np.frombuffer(base64.b64decode(vector), "<f4").tolist()
    return EmbeddedText.model_construct(object="embedding", index=one["index"], embedding=vector)
