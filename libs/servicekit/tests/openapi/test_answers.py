from collections.abc import Callable
from typing import Any

Document = dict[str, Any]
Find = Callable[[str], Document]


def test_file_answer_is_bytes_or_json(document: Document, find: Find) -> None:
    answer = find("join_parts")["responses"]["200"]
    assert set(answer["headers"]) == {"X-Request-ID", "Content-Disposition", "X-Report"}
    assert answer["content"]["application/octet-stream"]["schema"] == {"type": "string", "format": "binary"}
    assert answer["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/FileResultWithJoinReport"
    }
    report = document["components"]["schemas"]["FileResultWithJoinReport"]["properties"]["report"]
    assert report["$ref"] == "#/components/schemas/JoinReport"
    assert report["description"]


def test_several_files_are_a_zip_or_a_list(find: Find) -> None:
    content = find("split_parts")["responses"]["200"]["content"]
    assert list(content) == ["application/json", "application/zip"]
    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/FilesResult"}


def test_stream_names_its_event(find: Find) -> None:
    content = find("list_ticks")["responses"]["200"]["content"]
    data = content["text/event-stream"]["schema"]["properties"]["data"]
    assert data["contentSchema"] == {"$ref": "#/components/schemas/Tick"}


def test_operation_without_result_answers_204(find: Find) -> None:
    assert "content" not in find("remove_key")["responses"]["204"]


def test_cached_operation_tells_of_its_cache(find: Find) -> None:
    assert "X-Cache" in find("measure_lamp")["responses"]["200"]["headers"]
    assert "X-Cache" not in find("join_parts")["responses"]["200"]["headers"]
