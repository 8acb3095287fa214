"""Make a FastAPI application of a package of operations."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import Any

from servicekit.errors import GATEWAY_ERRORS, OperationError
from servicekit.http.application.application import Application
from servicekit.http.application.system import System
from servicekit.http.endpoints.endpoint import BadDeclaration, Endpoint, compile_endpoint
from servicekit.http.serving.operation_server import errors_of
from servicekit.http.serving.state import State, open_state, watch_pools
from servicekit.observe.measures import Measure
from servicekit.observe.metrics import Metrics
from servicekit.observe.tracing import trace
from servicekit.openapi import build_document, docs_page, generator_profile
from servicekit.operations.declaration import ATTRIBUTE, Operation
from servicekit.operations.resources import Resource
from servicekit.service_info import ServiceInfo
from servicekit.settings import KitSettings, Settings


def create_service(
    name: str,
    operations: ModuleType,
    *,
    settings: type[Settings] | None = None,
    resources: Sequence[Resource] = (),
    measures: Sequence[Measure] = (),
) -> Application:
    """Return a FastAPI application that serves every operation declared in the package *operations*.

    *resources* are opened in its lifespan, *measures* are published on /metrics. Routes, routers, middleware
    and mounted applications can be added to it as to any other.
    """
    by_name = {resource.name: resource for resource in resources}
    endpoints = [compile_endpoint(operation, by_name) for operation in collect(name, operations)]
    metrics = Metrics(name)
    for measure in measures:
        measure.publish(metrics.registry)
    info = _describe(name, operations)
    document = _document(info, endpoints)

    async def open_this(application: Application, kit: KitSettings) -> State:
        own = settings.load() if settings is not None else None
        url = kit.otlp_endpoint
        stop_tracing = trace(application, name, info.version, url) if url is not None else None
        return await open_state(
            info, kit, own, resources, endpoints=endpoints, metrics=metrics, stop_tracing=stop_tracing
        )

    system = System(
        name=name,
        version=info.version,
        metrics=metrics,
        document=lambda: application.openapi(),  # noqa: PLW0108 - made below
        generator_document=lambda: generator_profile(document()),
        page=lambda: docs_page(document(), f"{info.prefix}/openapi.json"),
    )
    application = Application(
        info, endpoints, metrics, system=system.routes(), document=document, open_state=open_this
    )
    metrics.describe({one.operation_id: type(one.operation.run).__name__.lower() for one in endpoints})
    watch_pools(metrics, lambda: application.running)
    return application


def collect(name: str, operations: ModuleType) -> list[Operation]:
    """Import every module of the package and return its operations, each named after its module."""
    found = []
    for module in _modules(operations):
        declared = [
            getattr(value, ATTRIBUTE)
            for value in vars(module).values()
            if hasattr(value, ATTRIBUTE) and value.__module__ == module.__name__
        ]
        path = module.__name__.removeprefix(operations.__name__).lstrip(".")
        if len(declared) > 1 and not all(operation.operation_id for operation in declared):
            raise BadDeclaration(f"{module.__name__} declares several operations: give each an operation_id")
        found += [replace(one, operation_id=one.operation_id or f"{name}.{path}") for one in declared]
    return found


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for entry in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        yield import_module(entry.name)


def _describe(name: str, operations: ModuleType) -> ServiceInfo:
    package = import_module(operations.__name__.rpartition(".")[0] or operations.__name__)
    description = inspect.cleandoc(package.__doc__ or name)
    try:
        release = version(package.__name__.replace("_", "-"))
    except PackageNotFoundError:
        release = "0"
    return ServiceInfo(name, f"FlowForge {name}", release, description, f"/api/v1/{name}")


def _document(info: ServiceInfo, endpoints: Sequence[Endpoint]) -> Callable[[], dict[str, Any]]:
    by_operation = {id(endpoint.operation): endpoint for endpoint in endpoints}

    def base_errors(operation: Operation) -> list[type[OperationError]]:
        return [*GATEWAY_ERRORS, *errors_of(by_operation[id(operation)])]

    def document() -> dict[str, Any]:
        return build_document(info, endpoints, base_errors)

    return document
