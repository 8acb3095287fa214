"""Query and reshape a document with JSONata.

Any format that /convert reads can be asked: JSON, YAML, XML, CSV and more.
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

_MILLISECONDS, _DEPTH = 20_000, 500


@operation(
    "/query/jsonata",
    errors=[*READING, InvalidQuery, QueryFailed],
    run=RUN,
    example={"data": {"items": [{"price": 2, "count": 3}]}, "query": "$sum(items.(price * count))"},
)
def query_jsonata(form: QueryForm, context: Context) -> QueryResult:
    import jsonatapy  # noqa: PLC0415 - engines are for workers

    from flowforge_data.core.json.documents import opened  # noqa: PLC0415 - likewise

    try:
        compiled = jsonatapy.compile(form.query)
    except ValueError as error:
        raise InvalidQuery(language="JSONata", reason=_reason(error)) from error
    document, warnings = opened(form, context.workspace)
    try:
        value = compiled.evaluate(document, timeout=_MILLISECONDS, max_stack_depth=_DEPTH)
    except (ValueError, RecursionError) as error:
        raise QueryFailed(reason=_reason(error)) from error
    return result_of(value, warnings)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or "it is not valid"
