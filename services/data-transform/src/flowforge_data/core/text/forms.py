"""One text or several, and what is given back of each."""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from servicekit import InvalidInput, Process, RequestBody

Text = Annotated[str, Field(max_length=2_000_000)]
MAX_CHARACTERS = 8_000_000
MAX_TEXTS = 10_000
RUN = Process(max_memory_bytes=512 << 20)


class InvalidPattern(InvalidInput):
    code = "PATTERN_INVALID"
    message = "'{field}' is no valid regular expression: {reason}."


class InvalidTemplate(InvalidInput):
    code = "TEMPLATE_INVALID"
    message = "'template' cannot be rendered: {reason}."


class UnknownLanguage(InvalidInput):
    code = "LANGUAGE_CODE_UNKNOWN"
    message = "'among' has the unknown language {value}. Known are: {known}."


class TextsForm(RequestBody):
    """Exactly one of `text` and `texts`."""

    text: Text | None = Field(None, description="The text.")
    texts: list[Text] | None = Field(None, max_length=MAX_TEXTS, description="Several texts, instead of one.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if (self.text is None) == (self.texts is None):
            raise ValueError("give exactly one of 'text' and 'texts'")
        if sum(len(one) for one in self.all) > MAX_CHARACTERS:
            raise ValueError(f"'texts' has more than {MAX_CHARACTERS:,} characters in all")
        return self

    @property
    def all(self) -> list[str]:
        return self.texts if self.texts is not None else [self.text or ""]


class TextResult(BaseModel):
    result: str = Field(description="The result of the text, or of the first of the texts.")
    results: list[str] = Field(description="The results of all texts, in order.")


def text_result(results: list[str]) -> TextResult:
    return TextResult(result=results[0] if results else "", results=results)
