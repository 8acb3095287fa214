"""Keys of the durable store as bytes, so that every store orders and compares them alike."""


def to_bytes(key: str) -> bytes:
    """Encode any text, lone surrogates included: a key is the caller's and must not fail here."""
    return key.encode("utf-8", "surrogatepass")


def to_text(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass")


def bounds(prefix: str, after: str) -> tuple[bytes, bytes]:
    """Return the first key that may be listed, and the end that is not: no text contains the byte FF."""
    start = to_bytes(prefix)
    following = to_bytes(after) + b"\0" if after else b""
    return max(start, following), start + b"\xff"
