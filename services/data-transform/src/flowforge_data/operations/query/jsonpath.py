"""Query a document with JSONPath (RFC 9535).

Any format that /convert reads can be asked: JSON, YAML, XML, CSV and more. The result is always a list.
"""

from flowforge_data.core.faults import READING
from flowforge_data.core.queries.forms import (
    RUN,
    InvalidQuery,
    QueryFailed,
    QueryForm,
    QueryResult,
    result_of,
)
from servicekit import Context, operation


@operation(
    "/query/jsonpath",
    errors=[*READING, InvalidQuery, QueryFailed],
    run=RUN,
    example={"data": {"people": [{"name": "Ada", "age": 36}]}, "query": "$.people[?@.age > 30].name"},
)
def query_jsonpath(form: QueryForm, context: Context) -> QueryResult:
    import jsonpath_rfc9535 as jsonpath  # noqa: PLC0415 - engines are for workers

    from flowforge_data.core.json.documents import opened  # noqa: PLC0415 - likewise

    try:
        compiled = jsonpath.compile(form.query)
    except jsonpath.JSONPathError as error:
        raise InvalidQuery(
            language="JSONPath", reason=str(error).partition(", line")[0].rstrip(".")
        ) from error
    document, warnings = opened(form, context.workspace)
    try:
        return result_of(compiled.find(document).values(), warnings)
    except (jsonpath.JSONPathError, RecursionError) as error:
        raise QueryFailed(reason="the document is nested too deep for it") from error
