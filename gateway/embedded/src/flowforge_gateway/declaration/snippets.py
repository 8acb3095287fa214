"""Known Lua snippets of kong.yml. This gateway does not run Lua; it implements them natively."""

import hashlib
from enum import StrEnum


class Snippet(StrEnum):
    CONNECTION = "connection"  # refuse a Connection header that names an end-to-end header
    NOT_BEFORE = "not-before"  # refuse a token whose nbf is in the future
    HSTS = "hsts"  # tell browsers to stay on TLS
    ENVELOPE_HEAD = "envelope-head"  # the gateway's own errors are JSON ...
    ENVELOPE_BODY = "envelope-body"  # ... in the error envelope


# Where each one has to run, as plugin and phase.
PHASES = {
    Snippet.CONNECTION: ("pre-function", "access"),
    Snippet.NOT_BEFORE: ("post-function", "access"),
    Snippet.HSTS: ("post-function", "header_filter"),
    Snippet.ENVELOPE_HEAD: ("post-function", "header_filter"),
    Snippet.ENVELOPE_BODY: ("post-function", "body_filter"),
}

_KNOWN = {
    "2a61a8263c33ef5b8d3cec93c00d14f39a0aa0b5ff4865a219e8e34fb9a460a5": Snippet.CONNECTION,
    "4e03e899364da4f231dd00bfb4549a446561670de79cbcc6862fa03993e1ce88": Snippet.NOT_BEFORE,
    "36693c302371bdd330307a672569969a98cfd30078be63c51fd05d7aa99d4af0": Snippet.HSTS,
    "c4955c232594302dcdfc26363b52de9eb94bdb870475583a339007232e298996": Snippet.ENVELOPE_HEAD,
    "c63d8e3f371d50281f01fe3f1a6f21d7f1ddf306361ff22eda9cdbe2bd7a9188": Snippet.ENVELOPE_BODY,
}


def recognize(code: str) -> Snippet | None:
    """Return the snippet whose text is exactly *code*, if there is one."""
    return _KNOWN.get(hashlib.sha256(code.strip().encode()).hexdigest())
