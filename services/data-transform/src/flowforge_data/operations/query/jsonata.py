"""Query and reshape a document with JSONata.

Any format that /convert reads can be asked: JSON, YAML, XML, CSV and more.
"""

from flowforge_data.core.documents.queries.forms import (
    RUN,
    InvalidQuery,
    QueryFailed,
    QueryResult,
    VariablesForm,
    result_of,
)
from flowforge_data.core.faults import READING
from servicekit import Context, operation


@operation(
    "/query/jsonata",
    errors=[*READING, InvalidQuery, QueryFailed],
    run=RUN,
    example={"data": {"items": [{"price": 2, "count": 3}]}, "query": "$sum(items.(price * count))"},
)
def query_jsonata(form: VariablesForm, context: Context) -> QueryResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.documents.queries.languages import jsonata  # noqa: PLC0415 - engines are for workers

    evaluate = jsonata(form.query, form.variables)
    document, warnings = opened(form, context.workspace)
    return result_of(evaluate(document), warnings)
