"""OpenTelemetry tracing of a FastAPI application, when a collector is configured."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from servicekit.settings import InvalidSettings

if TYPE_CHECKING:
    from fastapi import FastAPI


def trace(application: "FastAPI", service: str, version: str, endpoint: str) -> Callable[[], None]:
    """Export a span for each request over OTLP/HTTP; return the function that ends this.

    The instrumentation is OpenTelemetry's own for FastAPI: it continues the caller's trace (W3C traceparent).
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - optional
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor  # noqa: PLC0415 - optional
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - optional
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - optional
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - optional
    except ImportError as error:
        raise InvalidSettings(
            "FLOWFORGE_OTLP_ENDPOINT: tracing needs the 'tracing' extra of flowforge-servicekit"
        ) from error
    resource = Resource.create({"service.name": f"flowforge-{service}", "service.version": version})
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    FastAPIInstrumentor.instrument_app(
        application, tracer_provider=provider, exclude_spans=["receive", "send"]
    )
    application.middleware_stack = application.build_middleware_stack()

    def stop() -> None:
        FastAPIInstrumentor.uninstrument_app(application)
        provider.shutdown()

    return stop


def describe_span(attributes: Mapping[str, str]) -> None:
    """Add *attributes* to the span of the current request."""
    from opentelemetry.trace import get_current_span  # noqa: PLC0415 - optional

    get_current_span().set_attributes(dict(attributes))
