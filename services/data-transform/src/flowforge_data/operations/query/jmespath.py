"""Query a document with JMESPath.

Any format that /convert reads can be asked: JSON, YAML, XML, CSV and more.
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
    "/query/jmespath",
    errors=[*READING, InvalidQuery, QueryFailed],
    run=RUN,
    example={"data": {"people": [{"name": "Ada", "age": 36}]}, "query": "people[?age > `30`].name"},
)
def query_jmespath(form: QueryForm, context: Context) -> QueryResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.documents.queries.languages import jmespath  # noqa: PLC0415 - engines are for workers

    evaluate = jmespath(form.query)
    document, warnings = opened(form, context.workspace)
    return result_of(evaluate(document), warnings)
