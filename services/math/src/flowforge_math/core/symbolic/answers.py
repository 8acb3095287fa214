"""The answer of a question of algebra or calculus, as the service gives it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]


class FormulaResult(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    plain: str = Field(description="In the grammar of expressions, where that has the functions.")
    latex: str
    decimal: float | None = Field(description="The nearest double; null where names are left.")


class SymbolicResult(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    result: FormulaResult
    check: Literal["confirmed", "not_checked"] = Field(
        description="Whether numbers at random points of the domain confirm the result."
    )
    steps: list[str]
