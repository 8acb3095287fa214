import orjson

from flowforge_gateway.policy.replies import allow, finish, header_lines, refuse


def test_an_answer_is_well_formed() -> None:
    head, _, body = refuse(429, 'over "the" limit', "id-1", b"retry-after: 5\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 429 Too Many Requests\r\n")
    assert b"\r\nretry-after: 5" in head
    assert f"content-length: {len(body)}".encode() in head
    assert orjson.loads(body) == {
        "error": {
            "code": "RATE_LIMITED",
            "message": 'over "the" limit',
            "details": [],
            "requestId": "id-1",
            "retryable": True,
        }
    }


def test_a_line_break_makes_no_header() -> None:
    assert header_lines([("x-a", "1\r\nx-b: 2")]) == b"x-a: 1x-b: 2\r\n"


def test_an_admission_has_no_body() -> None:
    answer = finish(allow([("x-a", "1")]), b"ratelimit-limit: 5\r\n")
    assert answer == b"HTTP/1.1 200 OK\r\nx-a: 1\r\nratelimit-limit: 5\r\ncontent-length: 0\r\n\r\n"
