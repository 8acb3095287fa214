"""Shapes of single values: text, numbers, booleans, and one of a closed set of choices."""

from collections.abc import Iterable
from typing import Any, Protocol, Self

from servicekit.http.binding.spelling import Choices


class NumberText(float):
    """A number of a JSON document that remembers how it was written."""

    text: str

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.text = text
        return made


class Shape(Protocol):
    """What a field takes. `takes_text`: text is data here; `takes_list`: a field may be repeated."""

    takes_text: bool
    takes_list: bool

    def normalize(self, value: Any) -> Any:
        """Return *value* as the model spells it; what is not understood is returned unchanged."""
        ...

    def has_blank(self, value: Any) -> bool:
        """Return whether a validated *value* has an empty text where none was meant."""
        ...

    def needs_digits(self, value: Any) -> bool:
        """Return whether *value* has a number with a fraction or exponent where a text is wanted."""
        ...


class Opaque:
    """Any JSON: never looked into."""

    takes_text = False
    takes_list = False

    def normalize(self, value: Any) -> Any:
        return value

    def has_blank(self, value: Any) -> bool:  # noqa: ARG002 - the port's signature
        return False

    def needs_digits(self, value: Any) -> bool:  # noqa: ARG002 - the port's signature
        return False


class Text(Opaque):
    """Text, and numbers by their digits."""

    takes_text = True

    def normalize(self, value: Any) -> Any:
        if isinstance(value, NumberText):
            return value.text
        return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value

    def needs_digits(self, value: Any) -> bool:
        return isinstance(value, float)


class Scalar(Opaque):
    """A number, a boolean, a date: blanks around it mean nothing."""

    def normalize(self, value: Any) -> Any:
        return value.strip() if isinstance(value, str) else value


class Choice(Opaque):
    """One of a closed set."""

    def __init__(self, values: Iterable[Any]) -> None:
        self.choices = Choices(values)

    def normalize(self, value: Any) -> Any:
        if isinstance(value, str) or (isinstance(value, (int, float)) and not isinstance(value, bool)):
            return self.choices.find(value)
        return value
