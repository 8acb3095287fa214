"""Send a call over HTTP, and read what comes back without the bytes of a file."""

import httpx

from flowforge_agents.calling import Answer, Request

_AS_JOB = {"prefer": "respond-async"}


async def send(client: httpx.AsyncClient, base: str, request: Request, headers: dict[str, str]) -> Answer:
    """Send *request* to the server at *base* and return its answer."""
    answer = await client.request(
        request.method,
        f"{base}{request.path}",
        params=dict(request.query),
        json=request.json,
        headers={**headers, "accept": "application/json", **(_AS_JOB if request.as_job else {})},
    )
    if not answer.content:
        return Answer(answer.status_code, {"status": answer.status_code})
    if answer.headers.get("content-type", "").startswith("application/json"):
        return Answer(answer.status_code, answer.json())
    kind = answer.headers.get("content-type", "application/octet-stream")
    note = f"{len(answer.content)} bytes of {kind}: not shown here"
    return Answer(answer.status_code, {"note": note})
