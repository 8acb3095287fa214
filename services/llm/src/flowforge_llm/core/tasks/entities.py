"""Names of people, places and things that a model sees, kept where they stand in the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flowforge_llm.core.tasks.prompting.assistant import Assistant, TaskAnswer, side_by_side
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.prompting.shapes import listed, one_of, record, words
from flowforge_llm.core.tasks.text.chunks import Chunk, split
from flowforge_llm.core.tasks.text.quotes import Source, Span, fold

_TASK = "List the entities that the user's text names: the exact words of each, and its type. Invent none."
_SHOTS = (
    Shot(
        "On 3 March Clara Schumann played at the Gewandhaus in Leipzig.",
        {
            "entities": [
                {"text": "3 March", "type": "date"},
                {"text": "Clara Schumann", "type": "person"},
                {"text": "Gewandhaus", "type": "organization"},
                {"text": "Leipzig", "type": "location"},
            ]
        },
        "Types:\n- person\n- organization\n- location\n- date",
    ),
)
_MOST_TOKENS, _MOST_ENTITIES, _LONGEST, _OVERLAP = 800, 40, 120, 100
_MOST_MENTIONS = 200


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity by type, and every place where the text names it in just these words."""

    type: str
    text: str
    mentions: list[Span]


@dataclass(frozen=True, slots=True)
class FoundEntities:
    entities: list[Entity]
    invented: int  # what the model listed and the text does not name
    is_whole: bool


async def find_entities(assistant: Assistant, text: str, types: Mapping[str, str | None]) -> FoundEntities:
    """Return the entities of *types* (names, and what they mean), in the order of the text."""
    entity = record(text=words(_LONGEST), type=one_of(list(types)))
    schema = record(entities=listed(entity, _MOST_ENTITIES))
    lines = [f"- {name}: {meaning}" if meaning else f"- {name}" for name, meaning in types.items()]
    given = "\n".join(["Types:", *lines])
    chunks = split(text, await assistant.chunk_characters(text, _MOST_TOKENS), _OVERLAP)
    prompts = [Prompt(_TASK, chunk.text, given, _SHOTS) for chunk in chunks]
    answers = await side_by_side(
        [partial(assistant.fill, one, schema, _MOST_TOKENS, is_grounded=True) for one in prompts],
        assistant.width,
    )
    return _sighting(Source(text), chunks, answers)


def _sighting(source: Source, chunks: list[Chunk], answers: list[TaskAnswer]) -> FoundEntities:
    found: dict[str, Entity] = {}
    invented = 0
    for chunk, answer in zip(chunks, answers, strict=True):
        for one in answer.document["entities"]:
            first = source.locate(one["text"], chunk.start)
            if first is None or first.end > chunk.start + len(chunk.text):
                invented += 1
                continue
            words_there = source.text[first.start : first.end]
            if fold(words_there) not in found:
                found[fold(words_there)] = Entity(one["type"], words_there, _mentions(source, words_there))
    ordered = sorted(found.values(), key=lambda one: one.mentions[0].start)
    return FoundEntities(ordered, invented, all(answer.is_whole for answer in answers))


def _mentions(source: Source, words_there: str) -> list[Span]:
    mentions: list[Span] = []
    place = source.locate(words_there)
    while place is not None and len(mentions) < _MOST_MENTIONS:
        mentions.append(place)
        following = source.locate(words_there, place.end)
        place = following if following is not None and following.start >= place.end else None
    return mentions
