"""The answer of a question of algebra or calculus, as the service gives it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]


class FormulaResult(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    plain: str = Field(description="In the grammar of expressions, where that has the functions.")
    latex: str = Field(description="The same formula in LaTeX, for display.")
    decimal: float | None = Field(description="The nearest double; null where names are left.")


class SymbolicResult(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    result: FormulaResult = Field(description="The formula found, as text and in LaTeX.")
    check: Literal["confirmed", "not_checked"] = Field(
        description="Whether numbers at random points of the domain confirm the result."
    )
    steps: list[str] = Field(
        description=(
            "The rules that lead to a derivative or an integral, one sentence each, then the intermediate "
            "results; empty where none are known."
        )
    )
