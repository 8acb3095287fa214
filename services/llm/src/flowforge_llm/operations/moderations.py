"""Classify texts by OpenAI's moderation categories: POST /api/v1/llm/moderations.

Uses a model that is declared for moderation. Without one, scores are computed from the probabilities that a
chat model gives to yes and no for each category. **A model of 135 million parameters, such as the embedded
one, is unreliable at this: declare a model that was trained for moderation before you depend on it.**
"""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.errors import GENERATION_ERRORS, blaming
from flowforge_llm.core.models.catalog import Capability, ModelCard
from flowforge_llm.core.models.length_check import check_extent
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.usage_accounting import Caller
from flowforge_llm.core.moderation import THRESHOLD, judge
from flowforge_llm.core.tasks.reviewing.review import Review, ReviewReason, told
from servicekit import Context, RequestBody, operation

Text = Annotated[str, Field(min_length=1)]


class TextToJudge(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["text"]
    text: Text = Field(description="The text of this part.")


class ModerationRequest(RequestBody):
    input: Text | Annotated[list[Text | TextToJudge], Field(min_length=1, max_length=32)] = Field(
        description="The texts to judge: one, several, or parts of type text."
    )
    model: str | None = Field(None, description="Name of a model; one that moderates if left out.")

    @property
    def texts(self) -> list[str]:
        given = [self.input] if isinstance(self.input, str) else self.input
        return [one if isinstance(one, str) else one.text for one in given]


class Moderation(BaseModel):
    flagged: bool = Field(description="Whether the text falls into any category.")
    categories: dict[str, bool] = Field(description="Whether the text falls into each category.")
    category_scores: dict[str, float] = Field(description="Score of each category, from 0 to 1.")
    category_applied_input_types: dict[str, list[str]] = Field(
        description="Kinds of input that were judged for each category."
    )


class Moderations(BaseModel):
    id: str = Field(description="Identifier of this moderation.")
    model: str = Field(description="Name of the model that answered.")
    results: list[Moderation] = Field(description="One result for each text.")
    needs_review: bool = Field(description="True if the model was not trained to moderate.")
    review_reasons: list[ReviewReason] = Field(
        description="Why a person should look at the result; empty if nothing suggests it."
    )


@operation(
    "/moderations",
    example={"input": "I like trains."},
    errors=GENERATION_ERRORS,
    deadline=timedelta(minutes=10),
    dialect=OPENAI,
)
async def moderate_texts(request: ModerationRequest, context: Context, models: ModelService) -> Moderations:
    caller = Caller.of(context)
    card = _choose(models, request.model, caller.consumer.tier)
    with blaming("input"):
        for text in request.texts:
            check_extent([text], card)
    if "moderation" in card.can:
        body: dict[str, Any] = {"input": request.texts}
        with blaming("input"):
            document = await models.ask(
                ModelRequest(card, "/moderations", body, frozenset({"moderation"})), caller
            )
        results = [_result(one["category_scores"], one["categories"]) for one in document["results"]]
    else:
        with blaming("input"):
            results = [_result(scores) for scores in await judge(models, caller, card, request.texts)]
    review = Review()
    review.add("untrained_model", when="moderation" not in card.can)
    return Moderations(id=f"modr-{uuid4().hex}", model=card.name, results=results, **told(review))


def _choose(models: ModelService, name: str | None, tier: str) -> ModelCard:
    trained = [card.name for card in models.offered(tier) if "moderation" in card.can]
    wanted = name or (trained[0] if trained else None)
    card = models.choose(wanted, tier)
    needs: tuple[Capability, ...] = ("moderation",) if "moderation" in card.can else ("chat", "logprobs")
    return models.choose(wanted, tier, *needs)


def _result(scores: dict[str, float], categories: dict[str, bool] | None = None) -> Moderation:
    judged = categories or {name: score > THRESHOLD for name, score in scores.items()}
    return Moderation(
        flagged=any(judged.values()),
        categories=judged,
        category_scores=scores,
        category_applied_input_types={name: ["text"] for name in scores},
    )
