"""List the languages that can be read, with the installed engines that read them."""

from pydantic import BaseModel, Field

from flowforge_ocr.engines.catalog import ENTRIES
from flowforge_ocr.engines.languages import NAMES
from flowforge_ocr.engines.port import EngineName
from flowforge_ocr.settings import OcrSettings
from servicekit import RequestBody, operation


class LanguagesRequest(RequestBody):
    pass


class Language(BaseModel):
    code: str = Field(description="ISO 639-1 code, as `languages` of the other operations takes it.")
    name: str = Field(description="English name of the language.")
    engines: list[EngineName] = Field(description="The installed engines that read it.")


class LanguagesResult(BaseModel):
    languages: list[Language] = Field(description="In the order of their codes.")


@operation("/languages", method="GET", example={})
def list_languages(request: LanguagesRequest, settings: OcrSettings) -> LanguagesResult:  # noqa: ARG001 - it takes nothing
    programs = settings.programs
    readers: dict[str, list[EngineName]] = {}
    for name, entry in ENTRIES.items():
        for code in entry.languages(programs) if entry.is_installed(programs) else ():
            readers.setdefault(code, []).append(name)
    return LanguagesResult(
        languages=[
            Language(code=code, name=NAMES[code], engines=found) for code, found in sorted(readers.items())
        ]
    )
