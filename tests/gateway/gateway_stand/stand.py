"""What the suite talks to: the embedded gateway with real parts, or a gateway that is already running."""

import itertools
import sys
import time
from pathlib import Path

import httpx

from flowforge_gateway import ConsumerStore, load_services, push_to_kong, render
from gateway_stand.declaration import write_variant
from gateway_stand.processes import Part, Valkey, free_ports, upstream

SECRET = "conformance0conformance0conformance0"
_HEALTHY_SECONDS = 60.0
_SECOND_TARGETS = {"math": [3102], "pdf": [3103]}
_SERVED_BY_ONE = ("crypto", "math", "ocr", "llm", "files", "jobs", "portal")


class Stand:
    """Consumers, a rendered declaration, services to call, and the gateway's address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kong_file = folder / "kong.yml"
        self.rendered = folder / "rendered.json"
        write_variant(self.kong_file)
        self.store = ConsumerStore(folder / "consumers.json", kong_file=self.kong_file)
        self.url = ""
        self.data: Part  # a service that a test may stop

    def render(self) -> None:
        """Notify the gateway of changes."""
        render(
            self.folder / "consumers.json",
            self.rendered,
            gateway_secret=SECRET,
            kong_file=self.kong_file,
        )

    def client(self, key: str | None = None, *, timeout: float = 30.0) -> httpx.Client:
        """Return a client that sends *key*."""
        headers = {} if key is None else {"X-API-Key": key}
        return httpx.Client(base_url=self.url, headers=headers, timeout=timeout)

    def key(self, name: str, *, tier: str = "enterprise", services: tuple[str, ...] = ()) -> str:
        """Add a consumer and wait until its key is known."""
        key = self.store.add(name, tier=tier, services=services).key
        self.render()
        self.wait_for(key, services[0] if services else "crypto")
        return key

    def wait_for(self, key: str, service: str = "crypto", *, known: bool = True) -> None:
        """Wait until the gateway knows *key*, or no longer does; a try that passes counts as a request."""
        deadline = time.monotonic() + 10
        with self.client() as client:
            while True:
                answer = client.get(f"/api/v1/{service}/known", headers={"X-API-Key": key})
                if (answer.status_code != httpx.codes.UNAUTHORIZED) == known:
                    return
                assert time.monotonic() < deadline, "the gateway has not taken up the change"
                time.sleep(0.02)


class Embedded(Stand):
    """The embedded gateway on free ports, with a Valkey and services of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        ports = free_ports(10)
        self.port, redis, one, pdf_b, data, refusing, self.metrics, math_b, vector, self.decisions = ports
        self.valkey = Valkey(redis, folder)
        self.upstream = upstream("upstream", [one, pdf_b, math_b], folder)
        self.data = upstream("data", [data], folder)
        self.vector = upstream("vector", [vector], folder)
        self.map = {
            **dict.fromkeys(_SERVED_BY_ONE, one),
            "pdf": one,
            "pdf-b": pdf_b,
            "math-b": math_b,
            "data": data,
            "image": refusing,
            "vector": vector,
            "redis": redis,
        }  # nobody listens for `image`
        self.socket = folder / "decisions.sock"
        self._parts = itertools.count(1)
        self.authz = self.gateway_part(
            "authz", "--socket", str(self.socket), "--metrics-port", str(self.decisions)
        )
        self.envoy = self.envoy_on(self.port, "envoy", "--metrics-port", str(self.metrics))
        self.url = f"http://127.0.0.1:{self.port}"

    def gateway_part(self, name: str, *options: str, config: Path | None = None) -> Part:
        """Return one of the gateway's two processes."""
        local = [it for name_, port in self.map.items() for it in ("--map", f"{name_}=127.0.0.1:{port}")]
        command = [sys.executable, "-m", "flowforge_gateway", name, "--config", str(config or self.rendered)]
        return Part(f"{name}-{next(self._parts)}", [*command, *local, *options], self.folder)

    def envoy_on(self, port: int, state: str, *options: str, socket: Path | None = None) -> Part:
        """Return an Envoy that listens on *port*."""
        return self.gateway_part(
            "envoy",
            *("--port", str(port), "--state", str(self.folder / state)),
            *("--socket", str(socket or self.socket)),
            *options,
        )

    def start(self) -> None:
        """Start everything."""
        self.store.add("first", tier="enterprise")
        self.render()
        self.valkey.start()
        for part in (self.upstream, self.data, self.vector, self.authz, self.envoy):
            part.start()

    def stop(self) -> None:
        """End everything."""
        for part in (self.envoy, self.authz, self.vector, self.data, self.upstream):
            part.stop()
        self.valkey.kill()


class Remote(Stand):
    """Another gateway: the suite starts the services on kong.yml's ports and hands it the declaration."""

    def __init__(self, folder: Path, url: str, admin_url: str) -> None:
        super().__init__(folder)
        self.url = url
        self._admin_url = admin_url
        parts = {
            service.name: upstream(
                service.name, [service.port, *_SECOND_TARGETS.get(service.name, [])], folder
            )
            for service in load_services(self.kong_file)
            if service.name != "image"
        }
        self.data = parts["data"]
        self._parts = parts

    def render(self) -> None:
        """Push the declaration."""
        super().render()
        push_to_kong(self.rendered, self._admin_url)

    def start(self) -> None:
        """Start the services, and let the gateway know the first consumer."""
        for part in self._parts.values():
            part.start()
        self.store.add("first", tier="enterprise")
        self.render()
        self._wait_until_healthy()

    def _wait_until_healthy(self) -> None:
        """Wait for the gateway's health checks: until then it takes some services for unavailable."""
        deadline = time.monotonic() + _HEALTHY_SECONDS
        with self.client() as nobody:
            for name in self._parts:
                while nobody.get(f"/api/v1/{name}/health").status_code != httpx.codes.OK:
                    assert time.monotonic() < deadline, f"{name} does not become healthy"
                    time.sleep(0.1)

    def stop(self) -> None:
        """End the services."""
        for part in self._parts.values():
            part.stop()
