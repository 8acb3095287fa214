"""Query a document with JSONPath (RFC 9535).

Any format that /convert reads can be asked: JSON, YAML, XML, CSV and more. The result is always a list.
"""

from flowforge_data.core.documents.queries.forms import (
    RUN,
    InvalidQuery,
    QueryFailed,
    QueryForm,
    QueryResult,
    result_of,
)
from flowforge_data.core.faults import READING
from servicekit import Context, operation


@operation(
    "/query/jsonpath",
    errors=[*READING, InvalidQuery, QueryFailed],
    run=RUN,
    example={"data": {"people": [{"name": "Ada", "age": 36}]}, "query": "$.people[?@.age > 30].name"},
)
def query_jsonpath(form: QueryForm, context: Context) -> QueryResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.documents.queries.languages import jsonpath  # noqa: PLC0415 - engines are for workers

    evaluate = jsonpath(form.query)
    document, warnings = opened(form, context.workspace)
    return result_of(evaluate(document), warnings)
