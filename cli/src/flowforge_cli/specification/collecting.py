"""Collect the services' OpenAPI documents, from running services or from installed packages."""

from importlib import import_module
from typing import Any, Literal

from flowforge_cli.assembly.services import installed_services
from flowforge_cli.errors import NothingInstalled

Profile = Literal["full", "generators"]
_FILES: dict[Profile, str] = {"full": "openapi.json", "generators": "openapi-3.0.json"}
_SECONDS = 30.0


async def collect(profile: Profile, ports: dict[str, int]) -> dict[str, dict[str, Any]]:
    """Return the documents by service, in the order of services.yml; *ports* are of services that run."""
    import httpx  # noqa: PLC0415 - a quarter of a second that every other command would wait for

    documents = {}
    for service in installed_services():
        port = ports.get(service.name)
        transport = None if port else httpx.ASGITransport(app=import_module(f"{service.package}.app").app)
        address = f"http://127.0.0.1:{port or service.port}/{_FILES[profile]}"
        async with httpx.AsyncClient(transport=transport, timeout=_SECONDS, trust_env=False) as client:
            answer = await client.get(address)
            documents[service.name] = answer.raise_for_status().json()
    if not documents:
        raise NothingInstalled("no service is installed")
    return documents
