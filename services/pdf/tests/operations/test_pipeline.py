from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages, sizes_of, texts_of
from pydantic import ValidationError

from flowforge_pdf.core.faults import UnknownSource
from flowforge_pdf.operations.pipeline import PipelineForm, run_pipeline
from flowforge_pdf.settings import PdfSettings


def piped(file: Any, *steps: Any, **options: Any) -> bytes:
    return content_of(run_pipeline(PipelineForm(file=file, steps=steps, **options), PdfSettings()))


def test_steps_follow_each_other(sample: Any) -> None:
    content = piped(
        sample(4),
        {"operation": "delete-pages", "pages": "2"},
        {"operation": "reorder", "order": "last"},
        {"operation": "page-numbers", "text": "no. {page}"},
        {"operation": "rotate", "pages": "1"},
    )
    assert texts_of(content) == ["Page 4 no. 1", "Page 1 no. 2", "Page 3 no. 3"]
    assert sizes_of(content)[0] == (300, 200)


def test_sources_are_named_by_number(sample: Any, spooled: Any) -> None:
    sources = [spooled(numbered_pages(1, word="A")), spooled(numbered_pages(1, word="B"))]
    content = piped(sample(1), {"operation": "insert", "source": 1, "before": "1"}, sources=sources)
    assert texts_of(content) == ["B 1", "Page 1"]
    with pytest.raises(UnknownSource):
        piped(sample(1), {"operation": "overlay", "source": 2}, sources=sources)


def test_encryption_is_the_last_word(sample: Any) -> None:
    content = piped(sample(1), {"operation": "encrypt", "open_password": "a"}, {"operation": "linearize"})
    assert texts_of(content, "a") == ["Page 1"]


def test_unknown_operations_are_refused(sample: Any) -> None:
    with pytest.raises(ValidationError):
        piped(sample(1), {"operation": "redact"})


def test_through_http(client: httpx.Client) -> None:
    steps = '[{"operation": "extract-pages", "pages": "2"}]'
    answer = client.post("/pipeline", files={"file": numbered_pages(2)}, data={"steps": steps})
    assert texts_of(answer.content) == ["Page 2"]
