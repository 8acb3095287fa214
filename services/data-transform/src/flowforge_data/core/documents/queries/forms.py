"""What the queries take in and give back."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, JsonValue

from flowforge_data.core.conversion.forms import SourceForm
from servicekit import InvalidInput, Process

Query = Annotated[str, Field(min_length=1, max_length=20_000)]
RUN = Process(max_memory_bytes=768 << 20)


class InvalidQuery(InvalidInput):
    code = "QUERY_INVALID"
    message = "'query' is not valid {language}: {reason}."


class QueryFailed(InvalidInput):
    code = "QUERY_FAILED"
    message = "'query' failed on this content: {reason}."


class InvalidNamespaces(InvalidInput):
    code = "NAMESPACES_INVALID"
    message = "'namespaces' cannot be used: {reason}."


class UndefinedPrefix(InvalidInput):
    code = "NAMESPACE_PREFIX_UNDEFINED"
    message = "'query' uses a prefix that 'namespaces' does not have. Its prefixes are: {known}."


class QueryForm(SourceForm):
    """A document, and what is asked of it."""

    query: Query = Field(description="The query.")


class VariablesForm(QueryForm):
    """A query with values for its variables."""

    variables: dict[Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")], JsonValue] = Field(
        {}, max_length=100, description="Values that the query sees as $name."
    )


class QueryResult(BaseModel):
    result: Any = Field(description="What the query found, as JSON; null if nothing.")
    count: int = Field(description="How many values were found; 1 for a single value.")
    warnings: list[str] = Field(description="What was guessed or changed while the source was read.")


def result_of(value: Any, warnings: list[str]) -> QueryResult:
    count = len(value) if isinstance(value, list) else int(value is not None)
    return QueryResult(result=value, count=count, warnings=warnings)
