"""Return a request with a field of each kind as it was read."""

from typing import Any, Literal

from pydantic import BaseModel, Field, JsonValue, model_validator

from servicekit import FileInput, RequestBody, RequestForm, operation


class Step(RequestBody):
    step: Literal["resize", "to-gray"]
    width: int | None = None
    color: str = "white"


class KindsForm(RequestForm):
    file: FileInput | None = None
    text: str | None = None
    secret: str | None = None
    separator: str = ","
    count: int = 1
    ratio: float | None = Field(None, description="A ratio.")
    exact: bool = False
    format: Literal["jpeg", "png", "sha512-256"] = "png"
    gravity: Literal["center", "north"] = "center"
    turn: Literal[90, 180] | None = None
    numbers: list[int] = []
    names: list[str] = []
    formats: list[Literal["jpeg", "png"]] = []
    steps: list[Step] = []
    color: str = "white"
    data: JsonValue = None
    size: int | Literal["auto"] | None = None

    @model_validator(mode="after")
    def _takes_one(self) -> "KindsForm":
        if self.file is not None and self.text is not None:
            raise ValueError("give 'file' or 'text', not both")
        if self.exact and self.text is None:
            raise ValueError("'exact' needs 'text'")
        return self


class KindsResult(BaseModel):
    given: dict[str, Any]
    content: str | None


@operation("/kinds", example={"text": "hello", "count": 2})
def return_kinds(form: KindsForm) -> KindsResult:
    given = form.model_dump(mode="json", exclude_unset=True, exclude={"file"})
    return KindsResult(given=given, content=form.file.content.decode() if form.file else None)
