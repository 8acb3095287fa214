"""One OpenAPI document of the platform: merged from those of its services, and split for the console."""

from flowforge_specification.catalog import catalog
from flowforge_specification.documents import Document, Operation, operations
from flowforge_specification.entries import entry_of
from flowforge_specification.merging import merge
from flowforge_specification.sharing import share_responses
from flowforge_specification.writing import write

__all__ = [
    "Document",
    "Operation",
    "catalog",
    "entry_of",
    "merge",
    "operations",
    "share_responses",
    "write",
]
