"""Extract the fields of a JSON Schema from a text, with a quote as evidence for each.

`data` has the shape of the schema. **A value is returned only if its quote occurs in the text and supports
it**: a number must be among the numbers of the quote, a date among its dates, a string among its words. All
other fields are null; `fields` has the reason and the value that the model claimed. Offsets count code
points. Long texts are read in overlapping pieces: the first value with evidence is used, and lists are
merged.

The schema is an object of strings, numbers, booleans, `enum`s, dates (`"format": "date"`), objects and lists
of them. A `required` field that the text does not contain is listed in `missing`.
"""

from datetime import timedelta
from functools import partial
from typing import Any

import jsonschema_rs
from pydantic import Field

from flowforge_llm.core.errors import SchemaInvalid
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.tasks.errors import TASK_ERRORS
from flowforge_llm.core.tasks.extraction.extraction_schema import (
    ObjectNode,
    SchemaNotExtractable,
    SchemaTooLarge,
    read_wishes,
)
from flowforge_llm.core.tasks.extraction.grounding import Grounding, plain
from flowforge_llm.core.tasks.extraction.merging import merge
from flowforge_llm.core.tasks.extraction.prompting import asked_schema, likely_tokens, told_fields
from flowforge_llm.core.tasks.extraction.reporting import Evidence, evidence, missing
from flowforge_llm.core.tasks.prompting.assistant import Assistant, TaskAnswer, TaskResult, side_by_side
from flowforge_llm.core.tasks.prompting.prompt import Prompt, Shot
from flowforge_llm.core.tasks.reviewing.review import Review, is_small
from flowforge_llm.core.tasks.reviewing.signals import is_unreadable
from flowforge_llm.core.tasks.text.chunks import split
from flowforge_llm.core.tasks.text.source import TaskForm
from servicekit import Context, operation

_TASK = (
    "Extract fields from the user's text, as JSON. For each field copy the exact words of the text that "
    "state it as its quote, then give its value. What the text does not say has null for both. Never guess."
)
_SHOTS = (
    Shot(
        "Order no. 77 of 2 June 2021: forty chairs for Hotel Adler, 1,200 EUR.",
        {
            "customer": {"quote": "for Hotel Adler", "value": "Hotel Adler"},
            "amount": {"quote": "1,200 EUR", "value": 1200},
            "ordered": {"quote": "2 June 2021", "value": "2021-06-02"},
            "email": {"quote": None, "value": None},
        },
        "Fields:\ncustomer (string)\namount (number)\nordered (date)\nemail (string)",
    ),
)
_MOST_TOKENS, _OVERLAP = 3000, 200
_LONG_VALUE = 7  # words


class ExtractForm(TaskForm):
    json_schema: dict[str, Any] = Field(alias="schema", description="JSON Schema of what to find.")
    instructions: str | None = Field(None, max_length=4000, description="Additional instructions.")
    inferences: bool = Field(
        default=True,
        description="Keep choices and booleans that a quote supports without stating them.",
    )


class ExtractResult(TaskResult):
    data: dict[str, Any] = Field(
        description="In the shape of the schema; values without evidence in the text are null."
    )
    is_complete: bool = Field(
        description="Whether `data` is valid under the schema, with all required fields."
    )
    missing: list[str] = Field(description="JSON Pointers of required fields that the text does not contain.")
    fields: list[Evidence] = Field(description="Evidence for each field of the result.")
    pieces: int = Field(description="In how many pieces the text was read.")
    is_whole: bool = Field(description="False if the model ran out of tokens in a piece: lists may be short.")


@operation(
    "/extract",
    example={
        "text": "Invoice 2024-117 from Miller & Sons, due 3 May 2024. Total: $1,280.50",
        "schema": {
            "type": "object",
            "properties": {"vendor": {"type": "string"}, "total": {"type": "number"}},
            "required": ["vendor", "total"],
        },
    },
    errors=[*TASK_ERRORS, SchemaInvalid, SchemaTooLarge, SchemaNotExtractable],
    deadline=timedelta(minutes=10),
)
async def extract_fields(form: ExtractForm, context: Context, models: ModelService) -> ExtractResult:
    text, wishes = form.source(), read_wishes(form.json_schema)
    assistant = Assistant.of(models, context, form.model)
    tokens = min(likely_tokens(wishes), _MOST_TOKENS)
    chunks = split(text, await assistant.chunk_characters(text, tokens), _OVERLAP)
    given = "\n".join(["Fields:", *told_fields(wishes), form.instructions or ""]).strip()
    prompts = [Prompt(_TASK, chunk.text, given, _SHOTS) for chunk in chunks]
    answers = await side_by_side(
        [partial(_ask, assistant, prompt, wishes, tokens) for prompt in prompts], assistant.width
    )
    trees = [
        Grounding(chunk.text, chunk.start, may_infer=form.inferences, is_ours=prompt.leaks).ground(
            wishes, answer.document
        )
        for chunk, prompt, answer in zip(chunks, prompts, answers, strict=True)
    ]
    tree, dropped = merge(wishes, trees)
    data = plain(tree)
    fields, absent = evidence(tree, dropped, text), missing(wishes, tree)
    is_whole = all(answer.is_whole for answer in answers)
    review = Review()
    review.add("small_model", when=is_small(assistant.card) and any(one.value is not None for one in fields))
    review.add("unreadable_text", when=is_unreadable(text))
    review.add("missing_field", when=bool(absent))
    review.add("inferred", when=any(one.support == "inferred" for one in fields))
    review.add("long_value", when=any(_is_sentence(one) for one in fields))
    review.add("cut_off", when=not is_whole)
    return ExtractResult(
        **assistant.told(review),
        data=data,
        is_complete=jsonschema_rs.is_valid(form.json_schema, data),
        missing=absent,
        fields=fields,
        pieces=len(chunks),
        is_whole=is_whole,
    )


def _is_sentence(field: Evidence) -> bool:
    """Return whether the value of a field is a sentence of the text: as a rule it should be a part of one."""
    return isinstance(field.value, str) and len(field.value.split()) > _LONG_VALUE


async def _ask(assistant: Assistant, prompt: Prompt, wishes: ObjectNode, tokens: int) -> TaskAnswer:
    return await assistant.fill(prompt, asked_schema(wishes), tokens, is_grounded=True)
