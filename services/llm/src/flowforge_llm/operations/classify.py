"""Classify a text with your own labels, with a score for each.

`method` embedding compares the text with the name and description of each label. It is fast, and more
accurate than the small embedded chat model. `model` uses the probabilities that a chat model gives to the
labels, calibrated by those for an empty text. Scores add up to 1. With `multi_label` each label is judged on
its own, and all labels with a score of `threshold` or more are chosen. A long text is sampled.
"""

from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, Field, field_validator, model_validator

from flowforge_llm.core.models.catalog import Capability, ModelCard
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.classifying.scoring import label_scores, shares_of
from flowforge_llm.core.tasks.classifying.similarity import Method, UsedMethod, embedder, liken
from flowforge_llm.core.tasks.errors import SCORING_ERRORS
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TaskResult, side_by_side
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.reviewing.calibration import LABELS
from flowforge_llm.core.tasks.reviewing.review import Review, told
from flowforge_llm.core.tasks.reviewing.signals import is_unreadable
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, RequestBody, operation

_TASK = "Classify the user's text. Answer with the one label that fits it best."
_JUDGE = "Say of the user's text whether this label fits it. Answer yes or no."


_SHOTS = (
    Shot("Rain is expected all night.", "weather", "Labels:\n- travel\n- weather"),
    Shot("The new phone has two cameras.", "technology", "Labels:\n- technology\n- health\n- music"),
)
_JUDGED = (
    Shot("Rain is expected all night.", "yes", "Label:\n- weather"),
    Shot("The new phone has two cameras.", "no", "Label:\n- health"),
)


_NEEDED: tuple[Capability, Capability] = ("json_schema", "logprobs")
SURE = 0.6  # of the highest score: below it half of the labels are wrong, or none fits
_SHARPNESS = 0.07  # cosines of texts differ by little: so much makes a label e times as likely
_MARGIN = 0.07  # above the likeness to topics at large, from where a label fits rather than not
_TOPICS = (
    "food",
    "sport",
    "travel",
    "music",
    "weather",
    "science",
    "money",
    "health",
    "family",
    "technology",
)


class Label(RequestBody):
    """A text alone is taken for the name."""

    name: Annotated[str, Field(min_length=1, max_length=80, description="The label in the answer.")]
    description: Annotated[str, Field(max_length=400)] | None = Field(
        default=None, description="What the label means, for the model."
    )

    @model_validator(mode="before")
    @classmethod
    def _a_text_is_a_name(cls, data: Any) -> Any:
        return {"name": data} if isinstance(data, str) else data

    @property
    def wording(self) -> str:
        return f"{self.name}: {self.description}" if self.description else self.name

    @property
    def line(self) -> str:
        return f"- {self.wording}"


class ClassifyForm(TaskForm):
    labels: list[Label] = Field(
        min_length=2,
        max_length=40,
        description="The labels to choose from: texts, or names with a description.",
    )
    multi_label: bool = Field(default=False, description="Any number of labels may fit, including none.")
    threshold: Annotated[float, Field(ge=0, le=1)] = Field(0.5, description="With `multi_label`.")
    allow_none: bool = Field(
        default=False,
        description=f"Return `label` null where the highest score is below {SURE}: none of the labels fits.",
    )
    method: Method = Field(
        "auto", description="`auto`: embedding where `model` embeds, or is left out and the default is small."
    )

    @field_validator("labels")
    @classmethod
    def _names_differ(cls, labels: list[Label]) -> list[Label]:
        if len({label.name for label in labels}) < len(labels):
            raise ValueError("each label needs a name of its own")
        return labels


class LabelScore(BaseModel):
    label: str = Field(description="Name of the label.")
    score: float = Field(description="Probability of the label, from 0 to 1.")


class ClassifyResult(TaskResult):
    label: str | None = Field(
        description="The label with the highest score; with `allow_none`, null where no label fits."
    )
    score: float = Field(description="Score of the chosen label, from 0 to 1.")
    confidence: float | None = Field(
        description="Probability that the label with the highest score is right, if one of the labels is; "
        "calibrated on labelled sentences. Null with `multi_label`, or if a chat model judged."
    )
    chosen: list[str] = Field(
        description="All labels that fit with `multi_label`; otherwise only the best one."
    )
    scores: list[LabelScore] = Field(description="Of every label, the highest first.")
    method: UsedMethod = Field(description="How the scores were found.")


@operation(
    "/classify",
    example={
        "text": "The striker scored twice in the final.",
        "labels": [{"name": "sports"}, {"name": "politics"}],
    },
    errors=SCORING_ERRORS,
    deadline=timedelta(minutes=10),
)
async def classify_text(form: ClassifyForm, context: Context, models: ModelService) -> ClassifyResult:
    text = form.source()
    card = embedder(models, context.consumer.tier, form.model, form.method)
    if card is not None:
        shares, spent = await _compared(form, text, context, models, card)
    else:
        shares, spent = await _asked(form, text, Assistant.of(models, context, form.model, *_NEEDED))
    names = [label.name for label in form.labels]
    ranked = sorted(zip(shares, names, strict=True), key=lambda one: -one[0])
    best, label = ranked[0]
    is_sure = best >= SURE
    none_fits = form.allow_none and not is_sure
    chosen = [name for share, name in ranked if share >= form.threshold] if form.multi_label else [label]
    review = Review()
    review.add("unreadable_text", when=is_unreadable(text))
    review.add("none_fits", when=none_fits)
    review.add("low_confidence", when=not is_sure and not none_fits and not form.multi_label)
    return ClassifyResult(
        **spent,
        **told(review),
        label=None if none_fits else label,
        score=round(best, 4),
        confidence=None if card is None or form.multi_label else LABELS.confidence(best),
        chosen=[] if none_fits else chosen,
        scores=[LabelScore(label=name, score=round(share, 4)) for share, name in ranked],
        method="model" if card is None else "embedding",
    )


async def _compared(
    form: ClassifyForm, text: str, context: Context, models: ModelService, card: ModelCard
) -> tuple[list[float], dict[str, Any]]:
    """Return a share for each label by likeness. Alone it is judged against what is like no label."""
    wordings = [[label.wording] for label in form.labels]
    others = [_TOPICS] if form.multi_label else []
    found = await liken(models, context, card, text, [*wordings, *others])
    if not form.multi_label:
        return shares_of([cosine / _SHARPNESS for cosine in found.cosines]), found.spent
    *cosines, usual = found.cosines
    shares = [shares_of([(one - usual - _MARGIN) / _SHARPNESS, 0])[0] for one in cosines]
    return shares, found.spent


async def _asked(form: ClassifyForm, text: str, assistant: Assistant) -> tuple[list[float], dict[str, Any]]:
    """Return a share for each label by what the model thinks of its words."""
    if form.multi_label:
        jobs = [partial(_judge, assistant, text, label) for label in form.labels]
        shares = await side_by_side(jobs, assistant.width)
    else:
        given = "\n".join(["Labels:", *(label.line for label in form.labels)])
        names = [label.name for label in form.labels]
        shares = await label_scores(assistant, Prompt(_TASK, "", given, _SHOTS), text, names)
    return shares, assistant.spent


async def _judge(assistant: Assistant, text: str, label: Label) -> float:
    question = Prompt(_JUDGE, "", f"Label:\n{label.line}", _JUDGED)
    yes, _ = await label_scores(assistant, question, text, ["yes", "no"])
    return yes
