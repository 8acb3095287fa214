"""Replace placeholders with the personal data they stand for.

Placeholders are matched in any case. Those that are not in the mapping are left as they are.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_llm.core.tasks.pii.masking import Placeholder, restore
from flowforge_llm.core.tasks.text.source import SOURCE_ERRORS, SourceForm
from servicekit import operation


class RestoreForm(SourceForm):
    map: Annotated[dict[Placeholder, str], Field(max_length=10_000)] = Field(
        description="The map of `/pii/mask`, from placeholder to value. An empty one changes nothing."
    )


class RestoreResult(BaseModel):
    text: str = Field(description="The text with the personal data put back.")
    restored: dict[str, int] = Field(description="Number of occurrences of each placeholder.")


@operation(
    "/pii/restore",
    example={"text": "Dear [EMAIL_1], thank you.", "map": {"[EMAIL_1]": "ada@example.org"}},
    errors=SOURCE_ERRORS,
    secret=True,
)
def restore_personal_data(form: RestoreForm) -> RestoreResult:
    text, restored = restore(form.source(), form.map)
    return RestoreResult(text=text, restored=restored)
