"""Refuse texts that no tokenizer could fit into a model, before anybody reads them."""

from collections.abc import Iterable

from flowforge_llm.core.errors import ContextTooLong
from flowforge_llm.core.models.catalog import ModelCard

_MOST_CHARACTERS_PER_TOKEN = (
    128  # runs of spaces are the longest tokens; those of known models have 81 to 128
)


def check_extent(texts: Iterable[str], card: ModelCard) -> None:
    """Raise ContextTooLong if *texts* have more tokens than *card* holds, however they are cut."""
    least = sum(map(len, texts)) // _MOST_CHARACTERS_PER_TOKEN
    if least > card.context_length:
        raise ContextTooLong(model=card.name, limit=card.context_length, count=f"at least {least}")
