"""Split names of people into title, first, middle and last names, suffix and nickname.

Names may be written as `Ada King Lovelace` or `Lovelace, Ada King`. Particles such as `de la` and `van` are
part of the last name. A name of one word is not split: `is_sure` is false.
"""

from pydantic import BaseModel, Field

from flowforge_data.core.text.forms import RUN, TextsForm
from flowforge_data.core.values.persons.parts import NameParts
from servicekit import operation

_MOST = 1_000


class NamesResult(BaseModel):
    result: NameParts = Field(description="The parts of the name, or of the first of the names.")
    results: list[NameParts] = Field(description="The parts of all names, in order.")


@operation("/names/parse", run=RUN, example={"text": "Dr. Ludwig van Beethoven"})
def parse_names(form: TextsForm) -> NamesResult:
    from flowforge_data.core.values.persons.names import split_name  # noqa: PLC0415 - for workers

    found = [split_name(one[:_MOST]) for one in form.all]
    return NamesResult(result=found[0] if found else split_name(""), results=found)
