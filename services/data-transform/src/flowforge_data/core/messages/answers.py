"""Models of answers made of the models of requests: the same fields, all of them always there."""

import types
from functools import cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, Field, create_model


@cache
def answered(model: type[BaseModel]) -> type[BaseModel]:
    """Return a model with the fields of *model* and no defaults, called `Parsed...`."""
    fields: dict[str, Any] = {
        name: (_answered(one.annotation), Field(description=one.description))
        for name, one in model.model_fields.items()
    }
    return create_model(f"Parsed{model.__name__}", __doc__=model.__doc__, __module__=__name__, **fields)


def _answered(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return answered(annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is list:
        return list[_answered(parts[0])]  # type: ignore[misc] # made while running
    if origin in (Union, types.UnionType):
        return Union[tuple(_answered(one) for one in parts)]  # noqa: UP007 - from a list
    return annotation
