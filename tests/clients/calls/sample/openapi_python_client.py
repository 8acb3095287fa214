"""Use every kind of operation through what openapi-python-client made of a 3.0 document."""

import json
import sys
from io import BytesIO

from sample_client import Client
from sample_client.api.sample import (
    sample_count,
    sample_forget,
    sample_gather,
    sample_measure,
    sample_recall,
    sample_remember,
)
from sample_client.models import (
    CountRequest,
    ErrorEnvelope,
    MeasureResult,
    NoteRequest,
    RecallResult,
    SampleCountResponse200,
    SampleGatherBody,
    SampleMeasureBody,
)
from sample_client.types import File


def file(name: str) -> File:
    return File(BytesIO(b"abc"), file_name=name, mime_type="text/plain")


client = Client(base_url=sys.argv[1])
form = SampleMeasureBody(file=file("a.txt"), count=3, deep='{"a": 1}', tags=["p", "q"])
measured = sample_measure.sync(client=client, body=form)
gathered = sample_gather.sync(client=client, body=SampleGatherBody(files=[file("a.txt"), file("b.txt")]))
sample_remember.sync(client=client, name="python", body=NoteRequest(text="milk"))
noted = sample_recall.sync(client=client, name="python", shout=True)
removed = sample_forget.sync_detailed(client=client, name="python")
missing = sample_recall.sync(client=client, name="python")
events = sample_count.sync(client=client, body=CountRequest(to=2))
assert isinstance(measured, MeasureResult)
assert isinstance(gathered, File)
assert isinstance(noted, RecallResult)
assert isinstance(missing, ErrorEnvelope)
assert isinstance(events, SampleCountResponse200)
archive = gathered.payload.read()
found = {
    "name": measured.name,
    "count": measured.count,
    "deep": measured.deep.to_dict(),
    "tags": measured.tags,
    "gathered": [name for name in ("a.txt", "b.txt") if name.encode() in archive],
    "noted": noted.text,
    "removed": removed.status_code,
    "error": missing.error.code,
    "events": len(events.events),
}
sys.stdout.write(json.dumps(found))
