"""Query and reshape a document with jq.

The result is the list of all outputs. `env`, `$ENV`, `input` and modules see nothing.
Numbers are 64-bit floats: larger integers are rounded, with a warning.
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
    "/query/jq",
    errors=[*READING, InvalidQuery, QueryFailed],
    run=RUN,
    example={"data": [{"name": "Ada"}], "query": ".[].name"},
)
def query_jq(form: VariablesForm, context: Context) -> QueryResult:
    from flowforge_data.core.documents.json.documents import opened  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.documents.queries.languages import (  # noqa: PLC0415 - engines are for workers
        MAX_EXACT,
        empty_environment,
        holds_large_integer,
        jq,
    )

    document, warnings = opened(form, context.workspace)
    if holds_large_integer(document):
        warnings = [*warnings, f"jq calculates with 64-bit floats: integers over {MAX_EXACT} are rounded"]
    with empty_environment():
        return result_of(jq(form.query, form.variables)(document), warnings)
