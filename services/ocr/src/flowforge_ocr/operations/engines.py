"""List the engines that read text: whether each is installed, and the languages that it reads."""

from pydantic import BaseModel, Field

from flowforge_ocr.engines.catalog import DEFAULT, ENTRIES, Programs
from flowforge_ocr.engines.port import EngineName
from flowforge_ocr.settings import OcrSettings
from servicekit import RequestBody, operation


class EnginesRequest(RequestBody):
    pass


class EngineDescription(BaseModel):
    name: EngineName = Field(description="Value of `engine` in the other operations.")
    summary: str = Field(description="What the engine is and what it is good at.")
    installed: bool = Field(description="Whether requests can use it.")
    default: bool = Field(description="Whether it reads when a request names no engine.")
    license: str = Field(description="License (SPDX) of the program and its models.")
    languages: list[str] = Field(description="ISO 639-1 codes that the installed models read.")
    how_to_install: str | None = Field(description="What operators do to install it; null if it is.")


class EnginesResult(BaseModel):
    engines: list[EngineDescription] = Field(description="All engines that this service knows.")


@operation("/engines", method="GET", example={})
def list_engines(request: EnginesRequest, settings: OcrSettings) -> EnginesResult:  # noqa: ARG001 - it takes nothing
    return EnginesResult(engines=[_described(name, settings.programs) for name in ENTRIES])


def _described(name: EngineName, programs: Programs) -> EngineDescription:
    entry = ENTRIES[name]
    installed = entry.is_installed(programs)
    return EngineDescription(
        name=name,
        summary=entry.summary,
        installed=installed,
        default=name == DEFAULT,
        license=entry.license,
        languages=sorted(entry.languages(programs)) if installed else [],
        how_to_install=None if installed else entry.how,
    )
