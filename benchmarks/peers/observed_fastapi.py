"""The same as bare_fastapi with what an operator adds as middleware: request id, metrics and a log line."""

import json
import sys
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

from fastapi import FastAPI, Request, Response
from prometheus_client import Counter, Histogram

from benchmarks.peers.bare_fastapi import app as bare

REQUESTS = Counter("peer_requests", "Requests answered.", ["path", "status"])
SECONDS = Histogram("peer_request_seconds", "Time to the whole answer.", ["path"])

app = FastAPI()
app.include_router(bare.router)


@app.middleware("http")
async def observe(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    started = time.perf_counter()
    request_id = request.headers.get("x-request-id") or str(uuid4())
    answer = await call_next(request)
    answer.headers["x-request-id"] = request_id
    seconds = time.perf_counter() - started
    path = request.url.path
    REQUESTS.labels(path, answer.status_code).inc()
    SECONDS.labels(path).observe(seconds)
    line = {
        "time": time.time(),
        "message": "request",
        "request_id": request_id,
        "method": request.method,
        "path": path,
        "status": answer.status_code,
        "milliseconds": round(seconds * 1000, 2),
    }
    sys.stderr.write(json.dumps(line) + "\n")
    return answer
