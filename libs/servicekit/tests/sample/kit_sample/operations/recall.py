"""Read a note: GET /notes/{name}."""

from pydantic import BaseModel

from servicekit import Context, NotFound, RequestBody, operation


class NoSuchNote(NotFound):
    code = "SAMPLE_NO_SUCH_NOTE"
    message = "There is no note '{name}'."


class RecallQuery(RequestBody):
    shout: bool = False


class RecallResult(BaseModel):
    text: str


@operation("/notes/{name}", method="GET", example={"name": "shopping"}, errors=[NoSuchNote])
def recall_note(query: RecallQuery, name: str, context: Context) -> RecallResult:
    kept = context.store.get(name)
    if kept is None:
        raise NoSuchNote(name=name)
    text = kept.value.decode()
    return RecallResult(text=text.upper() if query.shout else text)
