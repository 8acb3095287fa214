"""List the languages that can be read, with the engines that read them."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_ocr.core.recognition.languages import NAMES
from servicekit import Inline, RequestBody, operation


class LanguagesRequest(RequestBody):
    pass


class Language(BaseModel):
    code: str = Field(description="ISO 639-1 code, as `languages` of the other operations takes it.")
    name: str = Field(description="Name of the language in English.")
    engines: list[Literal["ppocr"]] = Field(description="The engines that read it.")


class LanguagesResult(BaseModel):
    languages: list[Language] = Field(description="The languages, sorted by their code.")


@operation("/languages", method="GET", example={}, run=Inline())
def list_languages(request: LanguagesRequest) -> LanguagesResult:  # noqa: ARG001 - it takes nothing
    return LanguagesResult(
        languages=[Language(code=code, name=name, engines=["ppocr"]) for code, name in sorted(NAMES.items())]
    )
