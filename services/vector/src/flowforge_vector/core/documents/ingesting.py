"""Read, cut, embed and write one document, step by step."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import orjson
from pydantic import BaseModel, Field

from flowforge_vector.core.chunking.chunks import Chunk
from flowforge_vector.core.chunking.semantic import cut_text
from flowforge_vector.core.collections.errors import TextSearchOff
from flowforge_vector.core.document_fields import DOCUMENT_FIELD, DOCUMENT_FIELDS, VERSION_FIELD
from flowforge_vector.core.documents.reading import read_document
from flowforge_vector.core.documents.request import IngestForm
from flowforge_vector.core.filters.model import field_is
from flowforge_vector.core.point_ids import ID_FIELD, content_id
from flowforge_vector.core.points.checking import PointFault, check_payload
from flowforge_vector.core.points.preparing import CheckedPoint, encode_texts, to_batch
from flowforge_vector.core.points.updating import PayloadNotAllowed
from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.catalog.record import CollectionRecord
from flowforge_vector.engines.parsing.parser import ParsedDocument
from servicekit import Consumer, InvalidInput, ResourceLimit

MAX_CHUNKS, MAX_SEMANTIC = 5000, 400_000
_PART = 64


class DocumentWithoutText(InvalidInput):
    code = "DOCUMENT_WITHOUT_TEXT"
    message = (
        "'file' has no text. Scans are read where FLOWFORGE_VECTOR_OCR_URL is set; else send them through "
        "OCR first."
    )


class TooManyChunks(ResourceLimit):
    code = "TOO_MANY_CHUNKS"
    message = "The document has {count} chunks and {limit} are allowed: raise 'chunk_tokens' or split it."


class TextTooLongToCompare(ResourceLimit):
    code = "TEXT_TOO_LONG_TO_COMPARE"
    message = "'method' semantic takes {limit} characters at the most; the text has {count}."


class MetadataReserved(InvalidInput):
    code = "METADATA_RESERVED"
    message = "'metadata' has the field '{field_name}', which the service sets itself."


class IngestProgress(BaseModel):
    """One step of the work, or with `step` done the result."""

    step: Literal["read", "cut", "embedded", "done"] = Field(
        description="The step that is done: the file is read, cut into chunks, embedded, or stored."
    )
    document_id: str = Field(description="Identifier of the document in paths.")
    chunks: int = Field(description="Chunks of the document; 0 before it is cut.")
    embedded: int = Field(description="Chunks embedded so far.")
    status: Literal["created", "replaced", "unchanged"] | None = Field(
        description="With `step` done: whether the document is new, had other content, or was skipped."
    )
    warnings: list[str] = Field(
        description="What was dropped or guessed: encoding_guessed, parts_left_out, page_unreadable:3, "
        "page_without_text:3, or page_recognized:3 where OCR read it."
    )


@dataclass(slots=True)
class Ingestion:
    """The work on one document."""

    service: VectorService
    record: CollectionRecord
    form: IngestForm
    consumer: Consumer

    def check(self) -> None:
        """Raise what is wrong with the request before anything is read."""
        if self.record.text_search == "none":
            raise TextSearchOff(field="file", wanted="texts", mode="none")
        if taken := sorted(DOCUMENT_FIELDS.intersection(self.form.metadata)):
            raise MetadataReserved(field_name=taken[0])
        try:
            check_payload(self.form.metadata)
        except PointFault as error:
            raise PayloadNotAllowed(reason=error.fault.message.rstrip(".")) from error

    @property
    def document_id(self) -> str:
        if self.form.document_id is not None:
            return self.form.document_id
        if self.form.file is not None:
            return (self.form.file.name or self.form.file.sha256)[:200]
        return content_id(self.form.text)

    @property
    def version(self) -> str:
        """A hash of everything that the chunks depend on."""
        form = self.form
        content = form.file.sha256 if form.file is not None else form.text or ""
        options = form.model_dump(exclude={"file", "text", "force", "stream", "document_id"})
        known = orjson.dumps([content, options, self.record.model], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(known).hexdigest()[:32]

    async def run(self) -> AsyncIterator[IngestProgress]:
        """Do the work, and yield each step."""
        before = await self._count(self.document_id)
        if not self.form.force and await self._is_current():
            yield self._step("done", chunks=before, embedded=0, status="unchanged")
            return
        parsed = await self._read()
        yield self._step("read", warnings=parsed.warnings)
        chunks = await self._cut(parsed)
        yield self._step("cut", chunks=len(chunks), warnings=parsed.warnings)
        points = [self._point(chunk, index, len(chunks), parsed) for index, chunk in enumerate(chunks)]
        await self.service.check_quota(self.record, max(0, len(points) - before), self.consumer)
        for start in range(0, len(points), _PART):
            await self._embed(points[start : start + _PART], chunks[start : start + _PART])
            done = min(start + _PART, len(points))
            yield self._step("embedded", chunks=len(chunks), embedded=done, warnings=parsed.warnings)
        await self._replace(points)
        status: Literal["created", "replaced"] = "replaced" if before else "created"
        count = len(chunks)
        yield self._step("done", chunks=count, embedded=count, status=status, warnings=parsed.warnings)

    def _step(self, step: str, **fields: Any) -> IngestProgress:
        known = {"chunks": 0, "embedded": 0, "status": None, "warnings": [], **fields}
        return IngestProgress.model_validate({"step": step, "document_id": self.document_id, **known})

    async def _count(self, document_id: str) -> int:
        return await self.service.store.count(self.record.id, field_is(DOCUMENT_FIELD, document_id))

    async def _is_current(self) -> bool:
        """Whether all chunks of this version are there. After an interrupted request some are missing."""
        condition = {"must": [*field_is(DOCUMENT_FIELD, self.document_id)["must"], self._of_version()]}
        wanted = {"limit": 1, "filter": condition}
        points, _ = await self.service.store.scroll(self.record.id, wanted)
        if not points:
            return False
        count = await self.service.store.count(self.record.id, condition)
        everything = await self._count(self.document_id)
        return bool(count == points[0]["payload"].get("chunks") == everything)

    def _of_version(self) -> dict[str, Any]:
        return {"key": VERSION_FIELD, "match": {"value": self.version}}

    async def _read(self) -> ParsedDocument:
        file = self.form.file
        if file is None:
            return ParsedDocument([(None, self.form.text or "")], [])
        parsed = await read_document(self.service, file, self.consumer)
        if not parsed.text:
            raise DocumentWithoutText
        return parsed

    async def _cut(self, parsed: ParsedDocument) -> list[Chunk]:
        async def embed(texts: list[str]) -> Any:
            model = self.record.model or "all-minilm-l6-v2"
            return await self.service.models.embed(model, texts, "query", self.consumer)

        if self.form.method == "semantic" and len(parsed.text) > MAX_SEMANTIC:
            raise TextTooLongToCompare(count=len(parsed.text), limit=MAX_SEMANTIC)
        chunks = await cut_text(parsed.text.replace("\0", " "), self.form.rule, embed)
        if not chunks:
            raise DocumentWithoutText
        if len(chunks) > MAX_CHUNKS:
            raise TooManyChunks(count=len(chunks), limit=MAX_CHUNKS)
        return chunks

    def _point(self, chunk: Chunk, index: int, count: int, parsed: ParsedDocument) -> CheckedPoint:
        place = {"index": index, "start": chunk.start, "end": chunk.end, "heading": list(chunk.heading)}
        point_id = f"{self.document_id}#{index}"
        payload = {
            **self.form.metadata,
            ID_FIELD: point_id,
            "text": chunk.text,
            DOCUMENT_FIELD: self.document_id,
            VERSION_FIELD: self.version,
            "title": self.form.title,
            "source": self.form.file.name if self.form.file is not None else None,
            "chunk": {**place, "page": parsed.page_at(chunk.start)},
            "chunks": count,
            "ingested_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        return CheckedPoint(index, point_id, payload, chunk.text)

    async def _embed(self, points: list[CheckedPoint], chunks: list[Chunk]) -> None:
        """Embed chunks, each below its title and headings: they say what it is about."""
        if self.form.include_heading:
            for point, chunk in zip(points, chunks, strict=True):
                above = [one for one in (self.form.title, *chunk.heading) if one]
                if above and not chunk.text.startswith("#"):
                    point.text = f"{' / '.join(above)}\n{chunk.text}"
        await encode_texts(points, self.record, self.service, self.consumer)

    async def _replace(self, points: list[CheckedPoint]) -> None:
        """Write the chunks, then delete what an earlier version had beyond them."""
        await self._index()
        await self.service.store.upsert(self.record.id, to_batch(points, self.record))
        old = {"must": field_is(DOCUMENT_FIELD, self.document_id)["must"], "must_not": [self._of_version()]}
        await self.service.store.update(self.record.id, {"delete": {"filter": old}})

    async def _index(self) -> None:
        """Index the ids of documents, the first time that there is one."""
        record = await self.service.catalog.find(self.record.id) or self.record
        if DOCUMENT_FIELD not in record.indexes:
            await self.service.store.create_index(record.id, DOCUMENT_FIELD, "keyword")
            indexes = {**record.indexes, DOCUMENT_FIELD: "keyword"}
            await self.service.catalog.save(record.model_copy(update={"indexes": indexes}))
