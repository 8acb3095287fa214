"""Name and version of a service, for its document and its logs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """Name and description of a service. Its operations lie under *prefix*."""

    name: str
    title: str
    version: str
    description: str
    prefix: str
