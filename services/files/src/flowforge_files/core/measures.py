"""What the service publishes about the store, beside the kit's own measures."""

from flowforge_filestore import UsageReport
from servicekit import Gauge

OTHERS = ""  # no consumer has this id
KEPT_BYTES = Gauge("files_kept_bytes", "Bytes that a consumer keeps, every file whole.", ["consumer"])
KEPT_FILES = Gauge("files_kept", "Files that a consumer keeps.", ["consumer"])
RESERVED_BYTES = Gauge("files_reserved_bytes", "Bytes held for unfinished uploads.", ["consumer"])
CONSUMERS = Gauge("files_consumers", "Consumers that keep files or upload some.")

MEASURES = (KEPT_BYTES, KEPT_FILES, RESERVED_BYTES, CONSUMERS)


def publish(census: UsageReport) -> None:
    """Publish who keeps how much. All consumers that are not named are one, with an empty name."""
    shown = {OTHERS: census.others, **census.largest}
    KEPT_BYTES.replace({(name,): usage.bytes for name, usage in shown.items()})
    KEPT_FILES.replace({(name,): usage.files for name, usage in shown.items()})
    RESERVED_BYTES.replace({(name,): usage.reserved for name, usage in shown.items()})
    CONSUMERS.set(census.consumers)
