"""Find people, organizations, places and other entities in a text, with the offsets of each mention.

An entity that the model returns is kept only if the text contains it literally. The others are counted in
`invented`. Offsets count code points.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.entities import find_entities
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TaskResult
from flowforge_llm.core.tasks.reviewing.review import Review, is_small
from flowforge_llm.core.tasks.reviewing.signals import is_unreadable
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, RequestBody, operation

_USUAL = ("person", "organization", "location", "date", "money", "product", "event")


class EntityType(RequestBody):
    name: Annotated[str, Field(pattern=r"^[\w -]{1,40}$", description="Name of the type in the answer.")]
    description: Annotated[str, Field(max_length=300)] | None = Field(
        default=None, description="What belongs to the type, for the model."
    )


class EntitiesForm(TaskForm):
    kinds: Annotated[list[EntityType], Field(min_length=1, max_length=30)] = Field(
        [EntityType(name=name) for name in _USUAL],
        description=f"What to look for; {', '.join(_USUAL)} if left out.",
    )


class Mention(BaseModel):
    start: int = Field(description="Where it begins in the text, counted in characters from 0.")
    end: int = Field(description="Where it ends in the text.")


class FoundEntity(BaseModel):
    type: str = Field(description="Type of the entity.")
    text: str = Field(description="As written at its first mention.")
    mentions: list[Mention] = Field(description="Every place where the text names it.")


class EntitiesResult(TaskResult):
    entities: list[FoundEntity] = Field(description="In the order of the text.")
    invented: int = Field(description="How many entities the model returned that the text does not contain.")
    is_whole: bool = Field(description="False if the model ran out of tokens before the end.")


@operation(
    "/entities",
    example={"text": "Ada Lovelace met Charles Babbage in London in 1833."},
    errors=TASK_ERRORS,
    deadline=timedelta(minutes=10),
)
async def list_entities(form: EntitiesForm, context: Context, models: ModelService) -> EntitiesResult:
    text = form.source()
    assistant = Assistant.of(models, context, form.model)
    types = {one.name: one.description for one in form.kinds}
    sighting = await find_entities(assistant, text, types)
    found = [
        FoundEntity(
            type=one.type,
            text=one.text,
            mentions=[Mention(start=place.start, end=place.end) for place in one.mentions],
        )
        for one in sighting.entities
    ]
    review = Review()
    review.add("small_model", when=is_small(assistant.card))
    review.add("unreadable_text", when=is_unreadable(text))
    review.add("invented", when=sighting.invented > 0)
    review.add("cut_off", when=not sighting.is_whole)
    return EntitiesResult(
        **assistant.told(review), entities=found, invented=sighting.invented, is_whole=sighting.is_whole
    )
