"""OpenTelemetry spans, one a request, when a collector is configured."""

from collections.abc import Mapping
from typing import Any, Protocol

from servicekit.settings import InvalidSettings

_SERVER_ERROR = 500


class Tracer(Protocol):
    def start(self, name: str, headers: Mapping[bytes, bytes]) -> Any: ...

    def end(self, span: Any, *, status: int, attributes: Mapping[str, str]) -> None: ...

    def close(self) -> None: ...


class NullTracer:
    """Stands in where no collector is configured."""

    def start(self, name: str, headers: Mapping[bytes, bytes]) -> None:  # noqa: ARG002 - the port's signature
        return

    def end(self, span: Any, *, status: int, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - likewise
        return

    def close(self) -> None:
        return


class OpenTelemetryTracer:
    """Continues the caller's trace (W3C traceparent) and exports over OTLP/HTTP in batches."""

    def __init__(self, service: str, version: str, endpoint: str) -> None:
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - optional
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - optional
            from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - optional
            from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - optional
            from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - likewise
        except ImportError as error:
            raise InvalidSettings(
                "FLOWFORGE_OTLP_ENDPOINT: tracing needs the 'tracing' extra of flowforge-servicekit"
            ) from error
        resource = Resource.create({"service.name": f"flowforge-{service}", "service.version": version})
        self._provider = TracerProvider(resource=resource)
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("servicekit")
        self._propagator = TraceContextTextMapPropagator()

    def start(self, name: str, headers: Mapping[bytes, bytes]) -> Any:
        carrier = {
            key.decode("latin-1"): headers[key].decode("latin-1")
            for key in (b"traceparent", b"tracestate")
            if key in headers
        }
        return self._tracer.start_span(name, context=self._propagator.extract(carrier))

    def end(self, span: Any, *, status: int, attributes: Mapping[str, str]) -> None:
        span.set_attribute("http.response.status_code", status)
        span.set_attributes(dict(attributes))
        if status >= _SERVER_ERROR:
            from opentelemetry.trace import StatusCode  # noqa: PLC0415 - optional

            span.set_status(StatusCode.ERROR)
        span.end()

    def close(self) -> None:
        self._provider.shutdown()
