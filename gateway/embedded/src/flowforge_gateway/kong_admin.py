"""Send a rendered declaration to a running Kong through its Admin API on loopback."""

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from flowforge_gateway.errors import KongRefused

_TIMEOUT_SECONDS = 30.0
_CREATED = 201


def push_to_kong(rendered: Path, admin_url: str = "http://127.0.0.1:8001") -> None:
    """Replace Kong's whole configuration with the file *rendered* (POST /config); no connection is dropped.

    Raises KongRefused if Kong is away, or if it does not take the file and goes on with the old one.
    """
    address = urlsplit(admin_url)
    if address.scheme != "http" or address.hostname is None:
        raise KongRefused(f"{admin_url!r} is no http address of an admin interface")
    connection = http.client.HTTPConnection(address.hostname, address.port or 8001, timeout=_TIMEOUT_SECONDS)
    body = orjson.dumps({"config": rendered.read_text()})
    try:
        connection.request("POST", "/config?check_hash=1", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read()
    except OSError as error:
        raise KongRefused(f"no answer from Kong's admin interface at {admin_url}: {error}") from error
    finally:
        connection.close()
    if response.status not in {_CREATED, 304}:
        raise KongRefused(f"Kong did not take the configuration ({response.status}): {_reason(answer)}")


def _reason(answer: bytes) -> str:
    # Only the names of the fields at fault: the values may be credentials.
    try:
        content = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return "it gave no reason"
    if not isinstance(content, dict):
        return "it gave no reason"
    errors = content.get("flattened_errors") or content.get("fields") or {}
    if isinstance(errors, list):
        names = {f"{it.get('entity_type')} {it.get('entity_name')}" for it in errors if isinstance(it, dict)}
        return ", ".join(sorted(names))
    return f"{content.get('name', 'error')} in {', '.join(sorted(map(str, errors))) or 'the file'}"
