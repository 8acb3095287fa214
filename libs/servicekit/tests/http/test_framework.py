"""A service is a FastAPI application: what FastAPI users add works as they expect, with one envelope."""

import warnings
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from greet_sample import operations
from greet_sample.operations.greet import Stranger, closed, session
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from servicekit import create_service
from servicekit.http.application.application import Application

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for another HTTP client
    from fastapi.testclient import TestClient

PREFIX = "/api/v1/greet"


@pytest.fixture
def app(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.setenv("FLOWFORGE_SPOOL_DIR", str(tmp_path))
    monkeypatch.setenv("FLOWFORGE_ALLOW_DIRECT_CALLS", "true")
    return create_service("greet", operations)


@pytest.fixture
def client(app: Application) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def check(answer: Any, status: int, code: str, *words: str) -> None:
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code), answer.text
    assert set(error) == {"code", "message", "details", "requestId", "retryable"}
    assert error["requestId"] == answer.headers["x-request-id"]
    for word in words:
        assert word in error["message"]


def test_it_is_a_fastapi_application(app: Application) -> None:
    assert isinstance(app, FastAPI)
    routes: dict[str, Any] = {getattr(route, "name", ""): route for route in app.routes}
    assert routes["greet.greet"].path == f"{PREFIX}/greet/{{place}}"
    assert app.url_path_for("greet.greet", place="home") == f"{PREFIX}/greet/home"


def test_before_the_lifespan_it_is_not_available(app: Application) -> None:
    check(TestClient(app).get(f"{PREFIX}/hello"), 503, "UNAVAILABLE")


def test_handlers_take_dependencies_headers_and_queries(client: TestClient) -> None:
    closed.clear()
    headers = {"x-user": "Ann", "x-mood": "happy"}
    answer = client.post(f"{PREFIX}/greet/home?times=2", json={"name": "Bob"}, headers=headers)
    assert answer.json()["text"] == " ".join(["Bob at home, happy, session of Ann"] * 2)
    assert closed == ["session"]
    answer = client.post(f"{PREFIX}/greet/home?times=0", json={"name": "Bob"})
    check(answer, 422, "VALIDATION_ERROR", "'times' should be at least 1, not '0'")
    check(
        client.post(f"{PREFIX}/greet/home", json={"name": "teapot"}), 418, "I_M_A_TEAPOT", "It is a teapot."
    )
    check(client.post(f"{PREFIX}/greet/home", json={"name": "nobody"}), 404, "GREET_STRANGER")


def test_dependencies_can_be_overridden(app: Application, client: TestClient) -> None:
    app.dependency_overrides[session] = lambda: "another session"
    answer = client.post(f"{PREFIX}/greet/home", json={"name": "Bob"})
    assert answer.json()["text"] == "Bob at home, calm, another session"


def test_dependencies_stand_in_the_document(app: Application) -> None:
    described = app.openapi()["paths"][f"{PREFIX}/greet/{{place}}"]["post"]["parameters"]
    assert {(one["name"], one["in"]) for one in described} == {
        ("place", "path"),
        ("x-mood", "header"),
        ("times", "query"),
    }


def add_routes(app: Application) -> None:
    router = APIRouter(prefix="/extra")

    @router.get("/items/{number}")
    def read_item(number: int, user: Annotated[str, Depends(session)]) -> dict[str, Any]:
        if number == 0:
            raise HTTPException(404, "There is no item 0.", headers={"x-hint": "1"})
        if number == 1:
            raise Stranger(name="item 1")
        if number == 2:
            raise ZeroDivisionError
        return {"number": number, "user": user}

    app.include_router(router)


def test_routers_and_their_failures(app: Application) -> None:
    add_routes(app)
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/extra/items/5").json() == {"number": 5, "user": "session of nobody"}
        assert client.get("/extra/items/5", headers={"x-request-id": "r-1"}).headers["x-request-id"] == "r-1"
        missing = client.get("/extra/items/0")
        check(missing, 404, "NOT_FOUND", "There is no item 0.")
        assert missing.headers["x-hint"] == "1"
        check(client.get("/extra/items/1"), 404, "GREET_STRANGER", "'item 1'")
        check(client.get("/extra/items/2"), 500, "INTERNAL_ERROR")
        check(
            client.get("/extra/items/a"),
            422,
            "VALIDATION_ERROR",
            "'number' should be a whole number, not 'a'",
        )
        check(client.post("/extra/items/5"), 405, "METHOD_NOT_ALLOWED")
        assert 'operation=""' in client.get("/metrics").text
    assert "/extra/items/{number}" in app.openapi()["paths"]
    assert f"{PREFIX}/hello" in app.openapi()["paths"]


def test_unknown_paths_and_methods(client: TestClient) -> None:
    check(client.get("/nothing"), 404, "NOT_FOUND", "/nothing")
    refused = client.delete(f"{PREFIX}/hello")
    check(refused, 405, "METHOD_NOT_ALLOWED", "GET, HEAD")
    assert refused.headers["allow"] == "GET, HEAD"
    assert client.head(f"{PREFIX}/hello").status_code == 200


@pytest.mark.parametrize("path", [f"{PREFIX}/hello/", f"{PREFIX}//hello", f"{PREFIX}/hello//"])
def test_slashes_too_many_mean_the_same_operation(client: TestClient, path: str) -> None:
    assert client.get(path).json() == {"text": "Hello you"}


def test_slashes_too_many_in_a_pattern(client: TestClient) -> None:
    assert client.post(f"{PREFIX}//greet/home/", json={"name": "A"}).status_code == 200


def test_middleware_sees_and_changes_operations(app: Application) -> None:
    seen = []

    @app.middleware("http")
    async def note(request: Request, call_next: Any) -> Any:
        answer = await call_next(request)
        seen.append((request.url.path, request.scope["route"].name, answer.status_code))
        answer.headers["x-seen"] = "yes"
        return answer

    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get(f"{PREFIX}/hello").headers["x-seen"] == "yes"
        answer = client.post(f"{PREFIX}/greet/home", json={"name": "nobody"})
        check(answer, 404, "GREET_STRANGER")
        assert answer.headers["x-seen"] == "yes"
    assert seen == [(f"{PREFIX}/hello", "greet.hello", 200), (f"{PREFIX}/greet/home", "greet.greet", 404)]


def test_exception_handlers_of_ones_own(app: Application) -> None:
    async def tell(request: Request, error: Stranger) -> JSONResponse:
        return JSONResponse({"stranger": str(error), "path": request.url.path}, 410)

    app.add_exception_handler(Stranger, tell)

    with TestClient(app) as client:
        answer = client.post(f"{PREFIX}/greet/home", json={"name": "nobody"})
        assert (answer.status_code, answer.json()["stranger"]) == (410, "There is no 'nobody' here.")
        check(client.post(f"{PREFIX}/greet/home", json={}), 422, "VALIDATION_ERROR", "'name' is required")


def test_mounted_applications_both_ways(app: Application) -> None:
    inner = FastAPI()

    @inner.get("/hello")
    def hello() -> str:
        return "mounted"

    app.mount("/inner", inner)
    outer = FastAPI()
    outer.mount("/outer", app)
    with TestClient(app) as client:
        assert client.get("/inner/hello").json() == "mounted"
        assert TestClient(outer).get(f"/outer{PREFIX}/hello").json() == {"text": "Hello you"}


def test_crashes_are_answered_and_not_raised(client: TestClient) -> None:
    check(client.get(f"{PREFIX}/hello", params={"name": "crash"}), 500, "INTERNAL_ERROR")


def test_opentelemetry_instruments_it(app: Application) -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    FastAPIInstrumentor.instrument_app(app, tracer_provider=provider, exclude_spans=["receive", "send"])
    try:
        with TestClient(app) as client:
            client.get(f"{PREFIX}/hello")
            client.post(f"{PREFIX}/greet/home", json={"name": "Bob"})
    finally:
        FastAPIInstrumentor.uninstrument_app(app)
    names = [span.name for span in kept.get_finished_spans()]
    assert names == [f"GET {PREFIX}/hello", f"POST {PREFIX}/greet/{{place}}"]


def test_added_routes_are_guarded_as_operations_are(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWFORGE_SPOOL_DIR", str(tmp_path))
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET", "shared with the gateway")
    app = create_service("greet", operations)
    add_routes(app)
    inner = FastAPI()
    inner.add_api_route("/inside", lambda: "inside")
    app.mount("/mounted", inner)
    app.add_api_route("/open", lambda: "open", openapi_extra={"security": []})
    named = {"x-gateway-secret": "shared with the gateway", "x-user-id": "ann"}
    with TestClient(app, raise_server_exceptions=False) as client:
        guarded = [
            path
            for path in ("/extra/items/5", "/mounted/inside")
            if client.get(path, headers=named).status_code == 200
        ]
        assert len(guarded) == 2
        for path in guarded:
            check(client.get(path), 401, "GATEWAY_REQUIRED")
        assert client.get("/open").json() == "open"
