"""What the portal shows of the platform, made once for each state of the services' documents."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import orjson

from flowforge_portal.core.platform.collecting import Collected
from flowforge_specification import catalog, merge, operations
from flowforge_specification.entries import describe

_TITLE = "FlowForge"
_ADDRESS = "/"  # relative: whoever reads the document through the gateway calls the same gateway
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The merged document and its pieces; texts are kept compressed with gzip."""

    version: str
    document: bytes
    catalog: dict[str, Any]
    entries: Mapping[str, bytes]

    def entry(self, operation_id: str) -> dict[str, Any]:
        """Return one operation with its schemas. Raises KeyError if there is none of this id."""
        found: dict[str, Any] = orjson.loads(gzip.decompress(self.entries[operation_id]))
        return found


def take(contents: Mapping[str, Collected]) -> Snapshot:
    """Merge and split the documents, given by the name of their service."""
    documents = {name: orjson.loads(content.unpack()) for name, content in contents.items()}
    merged = merge(documents, title=_TITLE, version=_release(), address=_ADDRESS)
    digest = hashlib.sha256(b"".join(one.digest for one in contents.values())).hexdigest()[:12]
    entries = {one.id: _packed(describe(merged, one)) for one in operations(merged)}
    return Snapshot(digest, _packed(merged), catalog(merged) | {"version": digest}, entries)


def merged_bytes(contents: Mapping[str, Collected]) -> bytes:
    """Return the merged document of another profile, compressed."""
    documents = {name: orjson.loads(content.unpack()) for name, content in contents.items()}
    return _packed(merge(documents, title=_TITLE, version=_release(), address=_ADDRESS))


def _packed(value: object) -> bytes:
    return gzip.compress(orjson.dumps(value), _LEVEL, mtime=0)


def _release() -> str:
    try:
        return version("flowforge-portal")
    except PackageNotFoundError:
        return "0"
