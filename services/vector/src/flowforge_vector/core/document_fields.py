"""Payload fields of chunks that tie them to their document."""

DOCUMENT_FIELD, VERSION_FIELD = "document_id", "document_version"
DOCUMENT_FIELDS = frozenset(
    [DOCUMENT_FIELD, VERSION_FIELD, "text", "title", "chunk", "chunks", "source", "ingested_at"]
)
