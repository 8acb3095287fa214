"""Use every kind of operation through what openapi-generator's Python generator made of a 3.0 document."""

import json
import sys

from sample_client import ApiClient, Configuration, CountRequest, NoteRequest, SampleApi
from sample_client.exceptions import NotFoundException
from sample_client.models.error_envelope import ErrorEnvelope

with ApiClient(Configuration(host=sys.argv[1])) as client:
    api = SampleApi(client)
    measured = api.sample_measure(file=("a.txt", b"abc"), count=3, deep='{"a": 1}', tags=["p", "q"])
    archive = api.sample_gather(files=[("a.txt", b"abc"), ("b.txt", b"abc")])
    api.sample_remember("generator", NoteRequest(text="milk"))
    noted = api.sample_recall("generator", shout=True)
    removed = api.sample_forget_with_http_info("generator")
    refused = None
    try:
        api.sample_recall("generator")
    except NotFoundException as refusal:
        refused = refusal.data
    assert isinstance(refused, ErrorEnvelope)
    events = api.sample_count(CountRequest(to=2))
    found = {
        "name": measured.name,
        "count": measured.count,
        "deep": measured.deep,
        "tags": measured.tags,
        "gathered": [name for name in ("a.txt", "b.txt") if name.encode() in archive],
        "noted": noted.text,
        "removed": removed.status_code,
        "error": refused.error.code,
        "events": len(events.events),
    }
    sys.stdout.write(json.dumps(found))
