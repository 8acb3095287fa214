"""The requests of a batch from the rows of a table: one for each row."""

import base64
import json
import re
from typing import Any

from flowforge_jobs.core.faults import ServiceAway
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.relaying import refusal_of
from flowforge_jobs.core.spilling import AnswerTooLarge
from flowforge_jobs.core.submitting import identity_of
from flowforge_jobstore.records import new_id
from servicekit import ConnectionCut, Consumer, FileInput, InvalidInput, JobTicket, NotReached, ResourceLimit

MOST_ROWS = 5000
MOST_FILE_BYTES = 8 << 20
_OPERATION = "data.convert"
_PATH = "/api/v1/data/convert?output=base64"
_SECONDS = 60.0
_OK = 200
_COLUMN = re.compile(r"\$row\.(.+)", re.DOTALL)


class BatchSourceWrong(InvalidInput):
    code = "BATCH_SOURCE_WRONG"
    message = "Give either 'requests' or 'file': {given} of them came."


class BatchFileEmpty(InvalidInput):
    code = "BATCH_FILE_EMPTY"
    message = "'file' has no rows: it needs a header with the names of columns, and at least one row."


class BatchRowsLimit(ResourceLimit):
    code = "BATCH_ROWS_LIMIT"
    message = f"'file' has more than {MOST_ROWS} rows or more than 8 MB as JSON: split it."


class BatchColumnUnknown(InvalidInput):
    code = "BATCH_COLUMN_UNKNOWN"
    message = "'request' refers to '{reference}', but 'file' has no such column. It has: {columns}."


ROW_ERRORS = (BatchSourceWrong, BatchFileEmpty, BatchRowsLimit, BatchColumnUnknown)


async def rows_of(jobs: JobService, consumer: Consumer, file: FileInput) -> list[dict[str, Any]]:
    """Read a table with the data service, in whatever format it is. Raises what that refuses it with."""
    content = base64.b64encode(file.content).decode()
    source = {"base64": content, "media_type": file.media_type} | ({"name": file.name} if file.name else {})
    body = json.dumps({"file": source, "to": "json"}).encode()
    ticket = JobTicket(new_id(), _SECONDS)
    try:
        answer = await jobs.services.call("POST", _PATH, body, identity=identity_of(consumer), ticket=ticket)
    except (NotReached, ConnectionCut) as error:
        raise ServiceAway(operation=_OPERATION) from error
    except AnswerTooLarge as error:
        raise BatchRowsLimit from error
    if answer.status != _OK:
        raise refusal_of(answer.status, answer.body)
    rows = json.loads(base64.b64decode(json.loads(answer.body)["file"]["base64"]))
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BatchFileEmpty
    if len(rows) > MOST_ROWS:
        raise BatchRowsLimit
    return rows


def requests_of(rows: list[dict[str, Any]], template: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return a request for each row: the row itself, or *template* with its `$row.<column>` replaced."""
    if template is None:
        return [{name: value for name, value in row.items() if value is not None} for row in rows]
    return [_filled(template, row) for row in rows]


def _filled(value: Any, row: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(inner, row) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, row) for inner in value]
    if not isinstance(value, str) or (found := _COLUMN.fullmatch(value.strip())) is None:
        return value
    if found[1] not in row:
        raise BatchColumnUnknown(reference=value[:100], columns=", ".join(list(row)[:20]))
    return row[found[1]]
