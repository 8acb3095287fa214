"""Many items in one request: each has its own outcome, in the order they came."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel, Field

from servicekit import Forbidden, OperationError

MAX_ITEMS = 10_000
Item = TypeVar("Item")
Done = TypeVar("Done")


class ItemError(BaseModel):
    """Why one item failed; the codes are those of the operation on a single text."""

    code: str = Field(description="Stable code of the error, as in an error answer.")
    message: str = Field(description="What is wrong with this item.")


class Outcome(BaseModel):
    """What every item's outcome has beside its result."""

    ok: bool = Field(description="Whether this item succeeded.")
    error: ItemError | None = Field(description="Null if the item succeeded.")


def run_each(
    items: Sequence[Item], work: Callable[[Item], Done]
) -> list[tuple[Done | None, ItemError | None]]:
    """Return for each item what *work* made of it, or why it could not; a disabled key fails the whole."""
    outcomes: list[tuple[Done | None, ItemError | None]] = []
    for item in items:
        try:
            outcomes.append((work(item), None))
        except Forbidden:
            raise
        except OperationError as error:
            outcomes.append((None, ItemError(code=error.code, message=error.text)))
    return outcomes
