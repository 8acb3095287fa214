"""Query and reshape a document with jq.

The result is the list of all outputs. `env`, `$ENV`, `input` and modules see nothing.
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
    "/query/jq",
    errors=[*READING, InvalidQuery, QueryFailed],
    run=RUN,
    example={"data": [{"name": "Ada"}], "query": ".[].name"},
)
def query_jq(form: QueryForm, context: Context) -> QueryResult:
    import os  # noqa: PLC0415 - engines are for workers

    import jq  # noqa: PLC0415 - likewise

    from flowforge_data.core.json.documents import opened  # noqa: PLC0415 - likewise

    os.environ.clear()  # what $ENV and env show
    try:
        program = jq.compile(form.query)
    except ValueError as error:
        raise InvalidQuery(language="jq", reason=_reason(error)) from error
    document, warnings = opened(form, context.workspace)
    try:
        return result_of(program.input_value(document).all(), warnings)
    except (ValueError, RecursionError) as error:
        raise QueryFailed(reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0]
    return first.removeprefix("jq: ").removeprefix("error: ").partition(" at <top-level>")[0].rstrip(".")
