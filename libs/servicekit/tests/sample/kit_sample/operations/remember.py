"""Keep a note: PUT /notes/{name}."""

from typing import Annotated

from pydantic import BaseModel, Field

from servicekit import Context, RequestBody, operation


class NoteRequest(RequestBody):
    text: str


class NoteResult(BaseModel):
    version: int


@operation("/notes/{name}", method="PUT", example={"text": "milk"})
def remember_note(
    request: NoteRequest, name: Annotated[str, Field(max_length=20)], context: Context
) -> NoteResult:
    return NoteResult(version=context.store.put(name, request.text.encode()))
