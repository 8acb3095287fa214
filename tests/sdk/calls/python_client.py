"""Use the installed Python client against a running platform; print what came back as JSON."""

import asyncio
import json
import sys
import time
from pathlib import Path

import httpx
from flowforge import AsyncFlowForge, FlowForge, InvalidRequest, NotFound, RateLimited, Stream

DICE = {"x": {"distribution": "normal", "mean": 1, "standard_deviation": 1}}


def waited(client: FlowForge, folder: Path) -> dict[str, object]:
    page = client.pdf.from_html(html="<h1>One</h1>")
    merged = client.pdf.merge(files=[page, page, page.save(folder / "page.pdf")])
    stored = client.pdf.merge(files=[page, page], output="file")
    parts = client.pdf.split(file=merged).unpack()
    try:
        client.crypto.hash(text="abc", algorithm="none")  # type: ignore[arg-type] # refused on purpose
    except InvalidRequest as error:
        refused = [error.status, error.code, error.details[0]["field"]]
    try:
        client.jobs.get("00000000-0000-7000-8000-000000000000")
    except NotFound as error:
        missing = error.code
    job = client.submit("pdf.compress", file=merged)
    key = client.with_options(idempotency_key="one-key-of-the-test-of-clients")
    with client.math.simulate(expression="x", variables=DICE, seed=1) as events:
        estimates = [event.samples for event in events]
    return {
        "hash": client.crypto.hash(text="abc").hash,
        "pages": client.pdf.info(file={"file_id": str(stored.file.file_id)}).pages,
        "merged": [merged.name, merged.media_type, merged.report["pages"]],
        "parts": len(parts),
        "error": refused,
        "missing": missing,
        "job": job.wait(60)["report"]["pages"],
        "events": [event.name for event in client.submit("math.evaluate", expression="1").events()][-1],
        "same": key.files.upload(file=b"a").file_id == key.files.upload(file=b"a").file_id,
        "streamed": len(estimates) > 0 and isinstance(events, Stream),
        "named": client.crypto.keys.create(name="of-the-python-client").name,
    }


async def awaited(address: str, key: str) -> dict[str, object]:
    async with AsyncFlowForge(address, key) as client:
        results = await asyncio.gather(*(client.math.evaluate(expression=f"{i}*2") for i in range(20)))
        async with client.math.simulate(expression="x", variables=DICE, seed=1) as events:
            estimates = [event.samples async for event in events]
        page = await client.pdf.from_html(html="<h1>One</h1>")
        job = await client.submit("pdf.compress", file=page)
        done = await job.wait(60)
    return {
        "last": value.value if (value := results[-1].result) else None,
        "streamed": len(estimates) > 0,
        "job": done["report"]["pages"],
    }


def retried() -> dict[str, object]:
    """Fail twice with Retry-After, then answer: the same key each time, and the pauses are kept."""
    seen: list[tuple[float, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((time.monotonic(), request.headers["idempotency-key"]))
        if len(seen) < 3:
            failure = {"error": {"code": "RATE_LIMITED", "message": "Later.", "retryable": True}}
            return httpx.Response(429, json=failure, headers={"retry-after": "0.2"})
        return httpx.Response(200, json={"hash": "00", "newer": 1})

    transport = httpx.MockTransport(answer)
    with httpx.Client(transport=transport, base_url="http://platform") as http:
        result = FlowForge(http_client=http).crypto.hash(text="abc")
        tries = len(seen)
        try:
            seen.clear()
            FlowForge(http_client=http, max_retries=1).crypto.hash(text="abc")
        except RateLimited as error:
            after = error.retry_after
    return {"tries": tries, "newer": result.model_extra, "gave_up_after": len(seen), "after": after}


def overhead() -> float:
    """Return the milliseconds that a call costs beside the same call of the HTTP library."""
    body = {"algorithm": "sha256", "hash": "ab", "weak": False, "size_bytes": 3}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    with httpx.Client(transport=transport, base_url="http://platform") as http:
        client = FlowForge(http_client=http)
        client.crypto.hash(text="abc")
        started = time.perf_counter()
        for _ in range(500):
            http.post("/api/v1/crypto/hash", json={"text": "abc"}).json()
        between = time.perf_counter()
        for _ in range(500):
            client.crypto.hash(text="abc")
        ended = time.perf_counter()
    return (ended - between - (between - started)) / 500 * 1000


def main() -> None:
    address, key, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    with FlowForge(address, key) as client:
        told = {"waited": waited(client, folder)}
    told |= {"awaited": asyncio.run(awaited(address, key)), "retried": retried()}
    sys.stdout.write(json.dumps(told))
    sys.stderr.write(f"overhead of a call: {overhead():.3f} ms\n")


if __name__ == "__main__":
    main()
