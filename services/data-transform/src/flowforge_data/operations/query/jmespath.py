"""Query a document with JMESPath.

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


@operation(
    "/query/jmespath",
    errors=[*READING, InvalidQuery, QueryFailed],
    run=RUN,
    example={"data": {"people": [{"name": "Ada", "age": 36}]}, "query": "people[?age > `30`].name"},
)
def query_jmespath(form: QueryForm, context: Context) -> QueryResult:
    import jmespath  # noqa: PLC0415 - engines are for workers

    from flowforge_data.core.json.documents import opened  # noqa: PLC0415 - likewise

    try:
        compiled = jmespath.compile(form.query)
    except jmespath.exceptions.JMESPathError as error:
        place = getattr(error, "lex_position", None)
        reason = "it cannot be parsed" if place is None else f"unexpected text at character {int(place) + 1}"
        raise InvalidQuery(language="JMESPath", reason=reason) from error
    document, warnings = opened(form, context.workspace)
    try:
        return result_of(compiled.search(document), warnings)
    except jmespath.exceptions.JMESPathError as error:
        raise QueryFailed(reason=" ".join(str(error).split()).rstrip(".")) from error
    except RecursionError as error:
        raise QueryFailed(reason="the document is nested too deep for it") from error
